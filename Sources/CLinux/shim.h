#pragma once
#include <sys/prctl.h>
#include <sys/types.h>
#include <unistd.h>

/* Swift does not import fork. */
static inline pid_t clinux_fork(void) { return fork(); }

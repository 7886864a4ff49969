// The entry of libFuzzer, which the compiler links in under -sanitize=fuzzer.
#pragma once
#include <stddef.h>
#include <stdint.h>

typedef int (*coffer_fuzz_one)(const uint8_t *data, size_t size);
int LLVMFuzzerRunDriver(int *argc, char ***argv, coffer_fuzz_one one);

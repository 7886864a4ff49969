#pragma once
#include <microhttpd.h>
#include <netinet/in.h>
#include <string.h>

/* A name keeps its escapes until the path is parted, or %2F in a name would part it. */
static inline size_t cmicrohttpd_keep_escapes(void *context, struct MHD_Connection *connection,
                                              char *text) {
  (void)context;
  (void)connection;
  return strlen(text);
}

/* MHD_start_daemon is variadic, which Swift does not import. Listens on loopback and nowhere else. */
static inline struct MHD_Daemon *cmicrohttpd_start(uint16_t port, unsigned int most,
                                                   unsigned int idle_seconds,
                                                   MHD_AccessHandlerCallback answer,
                                                   MHD_RequestCompletedCallback completed,
                                                   void *context) {
  struct sockaddr_in place;
  memset(&place, 0, sizeof place);
  place.sin_family = AF_INET;
  place.sin_port = htons(port);
  place.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  struct MHD_OptionItem options[] = {
      {MHD_OPTION_SOCK_ADDR, 0, &place},
      {MHD_OPTION_NOTIFY_COMPLETED, (intptr_t)completed, context},
      {MHD_OPTION_UNESCAPE_CALLBACK, (intptr_t)cmicrohttpd_keep_escapes, NULL},
      {MHD_OPTION_CONNECTION_LIMIT, most, NULL},
      {MHD_OPTION_CONNECTION_TIMEOUT, idle_seconds, NULL},
      {MHD_OPTION_LISTEN_BACKLOG_SIZE, 1024, NULL},
      {MHD_OPTION_END, 0, NULL},
  };
  return MHD_start_daemon(
      MHD_USE_INTERNAL_POLLING_THREAD | MHD_USE_THREAD_PER_CONNECTION | MHD_USE_POLL, port, NULL,
      NULL, answer, context, MHD_OPTION_ARRAY, options, MHD_OPTION_END);
}

/* MHD_get_daemon_info is variadic too, and answers with a union. */
static inline uint16_t cmicrohttpd_port(struct MHD_Daemon *daemon) {
  const union MHD_DaemonInfo *info = MHD_get_daemon_info(daemon, MHD_DAEMON_INFO_BIND_PORT);
  return info ? info->port : 0;
}

/* A macro that is a cast, which Swift does not import. */
static inline ssize_t cmicrohttpd_cut_off(void) { return MHD_CONTENT_READER_END_WITH_ERROR; }

#pragma once

/* The checks of types by macro would hide the functions; each shim below has types of its own. */
#define CURL_DISABLE_TYPECHECK
#include <curl/curl.h>
#include <stddef.h>
#include <string.h>

/* What Swift cannot call or spell: variadic functions, macros, a union. */

static inline CURLcode ccurl_global_init(void) { return curl_global_init(CURL_GLOBAL_DEFAULT); }

static inline CURLcode ccurl_set_number(CURL *easy, CURLoption option, long value) {
  return curl_easy_setopt(easy, option, value);
}
static inline CURLcode ccurl_set_size(CURL *easy, CURLoption option, curl_off_t value) {
  return curl_easy_setopt(easy, option, value);
}
/* libcurl copies the text. NULL unsets it. */
static inline CURLcode ccurl_set_text(CURL *easy, CURLoption option, const char *text) {
  return curl_easy_setopt(easy, option, text);
}
/* libcurl keeps the address. */
static inline CURLcode ccurl_set_headers(CURL *easy, struct curl_slist *first) {
  return curl_easy_setopt(easy, CURLOPT_HTTPHEADER, first);
}
static inline CURLcode ccurl_set_error_text(CURL *easy, char *text) {
  return curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, text);
}

/* Which schemes may be used at all. */
static inline CURLcode ccurl_set_schemes(CURL *easy, int may_be_plain) {
#if LIBCURL_VERSION_NUM >= 0x075500
  return curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, may_be_plain ? "http,https" : "https");
#else
  long schemes = CURLPROTO_HTTPS | (may_be_plain ? CURLPROTO_HTTP : 0);
  return curl_easy_setopt(easy, CURLOPT_PROTOCOLS, schemes);
#endif
}

/* Whoever gives up on a name does not wait for the thread that looks it up. */
static inline CURLcode ccurl_set_quick_exit(CURL *easy) {
#if LIBCURL_VERSION_NUM >= 0x075700
  return curl_easy_setopt(easy, CURLOPT_QUICK_EXIT, 1L);
#else
  return CURLE_OK;
#endif
}

typedef size_t (*ccurl_piece)(char *bytes, size_t size, size_t count, void *owner);

/* There is no callback to rewind, on purpose: without one libcurl cannot send a body twice. */
static inline CURLcode ccurl_set_callbacks(
    CURL *easy, ccurl_piece read, ccurl_piece write, ccurl_piece header, void *owner) {
  CURLcode code = curl_easy_setopt(easy, CURLOPT_READFUNCTION, read);
  if (!code) code = curl_easy_setopt(easy, CURLOPT_READDATA, owner);
  if (!code) code = curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, write);
  if (!code) code = curl_easy_setopt(easy, CURLOPT_WRITEDATA, owner);
  if (!code) code = curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, header);
  if (!code) code = curl_easy_setopt(easy, CURLOPT_HEADERDATA, owner);
  if (!code) code = curl_easy_setopt(easy, CURLOPT_PRIVATE, owner);
  return code;
}

static inline void *ccurl_owner(CURL *easy) {
  char *owner = NULL;
  curl_easy_getinfo(easy, CURLINFO_PRIVATE, &owner);
  return owner;
}
/* A number that libcurl knows about a transfer; 0 if it does not. */
static inline long ccurl_number(CURL *easy, CURLINFO info) {
  long value = 0;
  curl_easy_getinfo(easy, info, &value);
  return value;
}
static inline curl_off_t ccurl_microseconds(CURL *easy, CURLINFO info) {
  curl_off_t value = 0;
  curl_easy_getinfo(easy, info, &value);
  return value;
}

static inline CURLMcode ccurl_multi_set_number(CURLM *multi, CURLMoption option, long value) {
  return curl_multi_setopt(multi, option, value);
}

/* The next transfer that has ended, or NULL. */
static inline CURL *ccurl_next_ended(CURLM *multi, CURLcode *code) {
  int left;
  CURLMsg *message;
  while ((message = curl_multi_info_read(multi, &left)) != NULL) {
    if (message->msg != CURLMSG_DONE) continue;
    *code = message->data.result;
    return message->easy_handle;
  }
  return NULL;
}

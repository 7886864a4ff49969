// What pushing costs at least: a bare libcurl multi loop making the calls that a push makes.
//   push create URL KEY N AT-ONCE   lists, then makes and tests N connections
//   push look URL KEY N AT-ONCE     lists, then reads N connections
#include <curl/curl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct job {
  int number, stage;
  CURL *easy;
  char url[256], body[512];
};

static const char *base;
static struct curl_slist *headers;
static int creating, failed;

static void must(int good, const char *what) {
  if (good) return;
  fprintf(stderr, "push: %s\n", what);
  exit(1);
}

static size_t swallow(char *bytes, size_t size, size_t count, void *to) {
  (void)bytes, (void)to;
  return size * count;
}

static void prepare(struct job *job, const char *path, const char *body) {
  snprintf(job->url, sizeof job->url, "%s/api/v1/%s", base, path);
  curl_easy_reset(job->easy);
  curl_easy_setopt(job->easy, CURLOPT_URL, job->url);
  curl_easy_setopt(job->easy, CURLOPT_HTTPHEADER, headers);
  curl_easy_setopt(job->easy, CURLOPT_WRITEFUNCTION, swallow);
  curl_easy_setopt(job->easy, CURLOPT_PRIVATE, job);
  if (!body) return;
  curl_easy_setopt(job->easy, CURLOPT_POST, 1L);
  curl_easy_setopt(job->easy, CURLOPT_POSTFIELDS, body);
  curl_easy_setopt(job->easy, CURLOPT_POSTFIELDSIZE, (long)strlen(body));
}

// The next call of a job; 0 when it has none left.
static int next(struct job *job) {
  char path[64];
  if (job->stage == 0 && creating) {
    snprintf(job->body, sizeof job->body,
             "{\"name\":\"p%d\",\"type\":\"snowflake\",\"credentials\":{\"account\":\"xy.example\","
             "\"warehouse\":\"w\",\"database\":\"d\",\"username\":\"ro\",\"password\":\"secret-%d\"}}",
             job->number, job->number);
    prepare(job, "connections", job->body);
  } else if (job->stage == 0) {
    snprintf(path, sizeof path, "connections/p%d", job->number);
    prepare(job, path, NULL);
  } else if (job->stage == 1 && creating) {
    snprintf(path, sizeof path, "connections/p%d/test", job->number);
    prepare(job, path, "");
  } else {
    return 0;
  }
  job->stage++;
  return 1;
}

int main(int argc, char **argv) {
  must(argc == 6, "create|look URL KEY N AT-ONCE");
  creating = strcmp(argv[1], "create") == 0;
  base = argv[2];
  int count = atoi(argv[4]), most = atoi(argv[5]), begun = 0, running = 0;
  char key[256];
  snprintf(key, sizeof key, "Authorization: Bearer %s", argv[3]);
  curl_global_init(CURL_GLOBAL_DEFAULT);
  headers = curl_slist_append(NULL, key);
  headers = curl_slist_append(headers, "Content-Type: application/json");
  headers = curl_slist_append(headers, "Expect:");
  struct job list = {.easy = curl_easy_init()};
  prepare(&list, "connections", NULL);
  must(curl_easy_perform(list.easy) == CURLE_OK, "the list cannot be had");

  CURLM *multi = curl_multi_init();
  struct job *jobs = calloc((size_t)most, sizeof *jobs);
  for (int i = 0; i < most && begun < count; i++) {
    jobs[i] = (struct job){.number = begun++, .easy = curl_easy_init()};
    next(&jobs[i]);
    curl_multi_add_handle(multi, jobs[i].easy);
    running++;
  }
  while (running > 0) {
    int active, left;
    CURLMsg *message;
    curl_multi_perform(multi, &active);
    while ((message = curl_multi_info_read(multi, &left))) {
      struct job *job;
      long status = 0;
      curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, (char **)&job);
      curl_easy_getinfo(message->easy_handle, CURLINFO_RESPONSE_CODE, &status);
      if (message->data.result != CURLE_OK || status >= 300) failed++;
      curl_multi_remove_handle(multi, job->easy);
      if (!next(job)) {
        if (begun == count) {
          running--;
          continue;
        }
        job->number = begun++;
        job->stage = 0;
        next(job);
      }
      curl_multi_add_handle(multi, job->easy);
    }
    if (running > 0) curl_multi_poll(multi, NULL, 0, 1000, NULL);
  }
  must(failed == 0, "some calls failed");
  return 0;
}

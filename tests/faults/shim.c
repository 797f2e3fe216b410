/*
 * Preloaded into a server: the n-th write or sync of the database's own files fails, and every one after it.
 * FAULT_CALL is "write" or "sync", FAULT_NTH counts from 1, FAULT_ERRNO is the error. Built by tests/faults/io.ts.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

static int matches(int fd) {
  char link[64], path[4096];
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t length = readlink(link, path, sizeof path - 1);
  if (length <= 0) return 0;
  path[length] = 0;
  return strstr(path, "answerback.db") != NULL;
}

static int fails(const char *call, int fd) {
  static long seen = 0;
  const char *wanted = getenv("FAULT_CALL");
  if (!wanted || strcmp(wanted, call) != 0 || !matches(fd)) return 0;
  if (__atomic_add_fetch(&seen, 1, __ATOMIC_SEQ_CST) < atol(getenv("FAULT_NTH"))) return 0;
  errno = atoi(getenv("FAULT_ERRNO"));
  return 1;
}

#define REAL(name) __typeof__(name) *real = (__typeof__(name) *)dlsym(RTLD_NEXT, #name)

ssize_t pwrite(int fd, const void *data, size_t size, off_t at) {
  REAL(pwrite);
  return fails("write", fd) ? -1 : real(fd, data, size, at);
}
ssize_t pwrite64(int fd, const void *data, size_t size, off64_t at) {
  REAL(pwrite64);
  return fails("write", fd) ? -1 : real(fd, data, size, at);
}
ssize_t write(int fd, const void *data, size_t size) {
  REAL(write);
  return fails("write", fd) ? -1 : real(fd, data, size);
}
int fsync(int fd) {
  REAL(fsync);
  return fails("sync", fd) ? -1 : real(fd);
}
int fdatasync(int fd) {
  REAL(fdatasync);
  return fails("sync", fd) ? -1 : real(fd);
}

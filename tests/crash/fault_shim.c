/* Counts what a process does to files below one folder, and makes the nth of these things go wrong.
 *
 * Loaded with LD_PRELOAD; `shim_arm` and `shim_disarm` are called by the test. Without arming it only passes on.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

enum { COUNT, KILL, TORN, EIO_ONCE, EIO_ON, FULL_ONCE, FULL_ON, SHORT };
enum { WRITE, GROW, OTHER, FLUSH };

static int armed, mode;
static long count, flushes, at;
static char root[PATH_MAX];
static size_t root_length;

void shim_arm(const char *folder, int how, long nth) {
    strncpy(root, folder, sizeof root - 1);
    root_length = strlen(root);
    count = flushes = 0;
    mode = how;
    at = nth;
    armed = 1;
}

long shim_disarm(void) { armed = 0; return count; }
long shim_flushes(void) { return flushes; }

static int ours(const char *path) { return strncmp(path, root, root_length) == 0; }

static int ours_fd(int fd) {
    char link[64], path[PATH_MAX];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (length < 0) return 0;
    path[length] = 0;
    return ours(path);
}

/* What is to happen now: 0 = as usual, 1 = half of it and then death, 2 = half of it, else an errno. */
static int due(int kind) {
    long now = ++count;
    if (kind == FLUSH) flushes++;
    switch (mode) {
    case KILL: if (now == at) kill(getpid(), SIGKILL); return 0;
    case TORN: return now == at ? 1 : 0;
    case EIO_ONCE: return now == at ? EIO : 0;
    case EIO_ON: return now >= at ? EIO : 0;
    case FULL_ONCE: return now == at && kind != OTHER ? ENOSPC : 0;
    case FULL_ON: return now >= at && (kind == WRITE || kind == GROW) ? ENOSPC : 0;
    case SHORT: return now == at && kind == WRITE ? 2 : 0;
    default: return 0;
    }
}

#define REAL(type, name, ...) \
    static type (*real)(__VA_ARGS__); \
    if (!real) real = (type (*)(__VA_ARGS__))dlsym(RTLD_NEXT, name)
#define FAIL_IF(kind) \
    do { int wrong = due(kind); \
         if (wrong == 1) kill(getpid(), SIGKILL); \
         if (wrong > 2) { errno = wrong; return -1; } } while (0)

#define WRITES(call, half) \
    if (armed && ours_fd(fd)) { \
        int wrong = due(WRITE); \
        if (wrong == 1) { (void)!(half); kill(getpid(), SIGKILL); } \
        if (wrong == 2 && size > 1) return half; \
        if (wrong > 2) { errno = wrong; return -1; } \
    } \
    return call

ssize_t write(int fd, const void *data, size_t size) {
    REAL(ssize_t, "write", int, const void *, size_t);
    WRITES(real(fd, data, size), real(fd, data, size / 2));
}
ssize_t pwrite(int fd, const void *data, size_t size, off_t place) {
    REAL(ssize_t, "pwrite", int, const void *, size_t, off_t);
    WRITES(real(fd, data, size, place), real(fd, data, size / 2, place));
}
ssize_t pwrite64(int fd, const void *data, size_t size, off64_t place) {
    REAL(ssize_t, "pwrite64", int, const void *, size_t, off64_t);
    WRITES(real(fd, data, size, place), real(fd, data, size / 2, place));
}
int fsync(int fd) {
    REAL(int, "fsync", int);
    if (armed && ours_fd(fd)) FAIL_IF(FLUSH);
    return real(fd);
}
int fdatasync(int fd) {
    REAL(int, "fdatasync", int);
    if (armed && ours_fd(fd)) FAIL_IF(FLUSH);
    return real(fd);
}
int ftruncate(int fd, off_t size) {
    REAL(int, "ftruncate", int, off_t);
    if (armed && ours_fd(fd)) FAIL_IF(GROW);
    return real(fd, size);
}
int ftruncate64(int fd, off64_t size) {
    REAL(int, "ftruncate64", int, off64_t);
    if (armed && ours_fd(fd)) FAIL_IF(GROW);
    return real(fd, size);
}
int rename(const char *from, const char *to) {
    REAL(int, "rename", const char *, const char *);
    if (armed && ours(to)) FAIL_IF(OTHER);
    return real(from, to);
}
int unlink(const char *path) {
    REAL(int, "unlink", const char *);
    if (armed && ours(path)) FAIL_IF(OTHER);
    return real(path);
}
int unlinkat(int folder, const char *path, int flags) {
    REAL(int, "unlinkat", int, const char *, int);
    if (armed && (folder == AT_FDCWD ? ours(path) : ours_fd(folder))) FAIL_IF(OTHER);
    return real(folder, path, flags);
}
int mkdir(const char *path, mode_t bits) {
    REAL(int, "mkdir", const char *, mode_t);
    if (armed && ours(path)) FAIL_IF(GROW);
    return real(path, bits);
}
int link(const char *from, const char *to) {
    REAL(int, "link", const char *, const char *);
    if (armed && ours(to)) FAIL_IF(GROW);
    return real(from, to);
}

#define OPENS(name) \
    int name(const char *path, int flags, ...) { \
        REAL(int, #name, const char *, int, ...); \
        va_list more; \
        va_start(more, flags); \
        mode_t bits = va_arg(more, int); \
        va_end(more); \
        if (armed && (flags & O_CREAT) && ours(path)) FAIL_IF(GROW); \
        return real(path, flags, bits); \
    }
OPENS(open)
OPENS(open64)

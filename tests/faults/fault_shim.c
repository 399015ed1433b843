/* Lets the n-th system call on the files below one folder fail, or kills the process there. Loaded before the C library (LD_PRELOAD).

   fault_arm(folder, n, error): error > 0 is the errno of the n-th call; error < 0 ends the process before it, as kill -9 does.
   A full disk stays full: with ENOSPC every later call that needs room fails too. */
#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char folder[4096];
static long count, target;
static int error, armed, full;
static char name[64];
static unsigned char ours[65536];
static void (*seen)(const char *call);

void fault_arm(const char *where, long nth, int number) {
  strncpy(folder, where, sizeof folder - 1);
  count = 0; target = nth; error = number; full = 0; name[0] = 0;
  memset(ours, 0, sizeof ours);
  armed = 1;
}
/* Python hears of each counted call from now on; NULL: no more. */
void fault_hear(void (*listener)(const char *call)) { seen = listener; }
void fault_disarm(void) { armed = 0; }
long fault_count(void) { return count; }
const char *fault_name(void) { return name; }

static int below(const char *path) { return armed && path && strncmp(path, folder, strlen(folder)) == 0; }
static int mine(int fd) { return armed && fd >= 0 && fd < 65536 && ours[fd]; }
static int hit(const char *call, int needs_room) {
  count++;
  if (seen) { armed = 0; seen(call); armed = 1; } /* what Python opens meanwhile is not counted */
  if (full && needs_room) { errno = ENOSPC; return 1; }
  if (count != target) return 0;
  strncpy(name, call, sizeof name - 1);
  if (error < 0) { kill(getpid(), SIGKILL); for (;;) pause(); }
  if (error == ENOSPC) { if (!needs_room) return 0; full = 1; }
  errno = error;
  return 1;
}
#define REAL(result, call, ...) static result (*real)(__VA_ARGS__); if (!real) real = dlsym(RTLD_NEXT, call)

#define OPEN(symbol) \
  int symbol(const char *path, int flags, ...) { \
    REAL(int, #symbol, const char *, int, ...); \
    mode_t mode = 0; \
    if (flags & (O_CREAT | O_TMPFILE)) { va_list rest; va_start(rest, flags); mode = va_arg(rest, mode_t); va_end(rest); } \
    int watched = below(path); \
    if (watched && hit("open", flags & O_CREAT)) return -1; \
    int fd = real(path, flags, mode); \
    if (fd >= 0 && fd < 65536) ours[fd] = watched ? (flags & (O_WRONLY | O_RDWR) ? 2 : 1) : 0; /* 2: it can be written to */ \
    return fd; \
  }
OPEN(open)
OPEN(open64)
#define PATH_CALL(symbol, label, room, parameters, arguments) \
  int symbol parameters { REAL(int, #symbol, const char *, ...); if (below(path) && hit(label, room)) return -1; return real arguments; }
#define FD_CALL(result, symbol, label, room, parameters, arguments) \
  result symbol parameters { REAL(result, #symbol, int, ...); if (mine(fd) && hit(label, room)) return -1; return real arguments; }

PATH_CALL(unlink, "unlink", 0, (const char *path), (path))
PATH_CALL(rmdir, "rmdir", 0, (const char *path), (path))
PATH_CALL(mkdir, "mkdir", 1, (const char *path, mode_t mode), (path, mode))
PATH_CALL(chmod, "chmod", 0, (const char *path, mode_t mode), (path, mode))
PATH_CALL(chown, "chown", 0, (const char *path, uid_t user, gid_t group), (path, user, group))
PATH_CALL(rename, "rename", 1, (const char *path, const char *to), (path, to))
PATH_CALL(link, "link", 1, (const char *path, const char *to), (path, to))
PATH_CALL(stat, "stat", 0, (const char *path, struct stat *found), (path, found))
PATH_CALL(lstat, "lstat", 0, (const char *path, struct stat *found), (path, found))
PATH_CALL(stat64, "stat", 0, (const char *path, struct stat64 *found), (path, found))
PATH_CALL(lstat64, "lstat", 0, (const char *path, struct stat64 *found), (path, found))
PATH_CALL(access, "access", 0, (const char *path, int mode), (path, mode))
ssize_t listxattr(const char *path, char *list, size_t size) {
  REAL(ssize_t, "listxattr", const char *, char *, size_t);
  if (below(path) && hit("listxattr", 0)) return -1;
  return real(path, list, size);
}
int fstatat64(int at, const char *path, struct stat64 *found, int flags) {
  REAL(int, "fstatat64", int, const char *, struct stat64 *, int);
  if (below(path) && hit("fstatat", 0)) return -1;
  return real(at, path, found, flags);
}
int unlinkat(int at, const char *path, int flags) {
  REAL(int, "unlinkat", int, const char *, int);
  if ((below(path) || mine(at)) && hit("unlinkat", 0)) return -1;
  return real(at, path, flags);
}
DIR *opendir(const char *path) {
  REAL(DIR *, "opendir", const char *);
  if (below(path) && hit("opendir", 0)) return NULL;
  return real(path);
}
FD_CALL(ssize_t, write, "write", 1, (int fd, const void *data, size_t size), (fd, data, size))
FD_CALL(ssize_t, read, "read", 0, (int fd, void *data, size_t size), (fd, data, size))
FD_CALL(int, fsync, "fsync", 1, (int fd), (fd))
FD_CALL(int, fchmod, "fchmod", 0, (int fd, mode_t mode), (fd, mode))
FD_CALL(int, ftruncate64, "ftruncate", 1, (int fd, off64_t size), (fd, size))
FD_CALL(int, fstat, "fstat", 0, (int fd, struct stat *found), (fd, found))
FD_CALL(int, fstat64, "fstat", 0, (int fd, struct stat64 *found), (fd, found))
FD_CALL(off64_t, lseek64, "lseek", 0, (int fd, off64_t offset, int whence), (fd, offset, whence))
FD_CALL(int, flock, "flock", 0, (int fd, int how), (fd, how))
int dup(int fd) {
  REAL(int, "dup", int);
  if (mine(fd) && hit("dup", 0)) return -1;
  int other = real(fd);
  if (other >= 0 && other < 65536 && fd >= 0 && fd < 65536) ours[other] = ours[fd];
  return other;
}
int close(int fd) { /* the file is closed even where the call reports a fault */
  REAL(int, "close", int);
  int watched = mine(fd), writable = watched && ours[fd] == 2;
  if (watched) ours[fd] = 0;
  int failed = watched && hit("close", writable), number = errno;
  int done = real(fd);
  if (failed) { errno = number; return -1; }
  return done;
}

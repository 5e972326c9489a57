// What Glibc's Swift module leaves out.
#include <spawn.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/sendfile.h>
#include <sys/timerfd.h>
#include <sys/socket.h>
#include <sys/un.h>

// accept4(2) is declared only with _GNU_SOURCE, which Swift's importer does not define.
extern int accept4(int, struct sockaddr *, unsigned int *, int);

// The same holds for this one (posix_spawn_file_actions_addclosefrom_np(3), glibc 2.34).
extern int posix_spawn_file_actions_addclosefrom_np(posix_spawn_file_actions_t *, int);

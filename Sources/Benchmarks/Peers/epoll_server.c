// The floor of the server benchmarks: a WebSocket server of nothing but epoll, on one thread.
//
//   epoll_server PORT
//
// Answers every handshake with 101. On /ws-broadcast a message goes to all connections of that path, on
// any other path back to its sender. It checks nothing, knows no deflate, no fragments and no timers, and
// its only Sec-WebSocket-Accept is the one for the key of load_client.c.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

enum { MAXIMUM = 65536, BUFFER = 65536, KEPT = 4096 };

struct connection {
  int upgraded, broadcasts;
  size_t kept;
  unsigned char *bytes;  // of a head or frame that is not whole yet
};

static struct connection connections[MAXIMUM];
static int members[MAXIMUM], member_count;
static unsigned char input[BUFFER + KEPT], output[2 * BUFFER];

static const char switching[] =
    "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n";

static void fail(const char *what) {
  perror(what);
  exit(1);
}

static void drop(int fd) {
  struct connection *c = &connections[fd];
  if (c->broadcasts)
    for (int i = 0; i < member_count; i++)
      if (members[i] == fd) {
        members[i] = members[--member_count];
        break;
      }
  free(c->bytes);
  memset(c, 0, sizeof *c);
  close(fd);
}

// Small messages to clients that read: what a socket does not take is lost, and the run with it.
static void put(int fd, const void *bytes, size_t count) {
  if (send(fd, bytes, count, MSG_NOSIGNAL) != (ssize_t)count && errno != EPIPE)
    fprintf(stderr, "epoll_server: a client does not read\n");
}

static size_t upgrade(int fd, unsigned char *bytes, size_t count) {
  struct connection *c = &connections[fd];
  unsigned char *end = memmem(bytes, count, "\r\n\r\n", 4);
  if (!end) return 0;
  c->upgraded = 1;
  c->broadcasts = memmem(bytes, (size_t)(end - bytes), "/ws-broadcast", 13) != NULL;
  if (c->broadcasts) members[member_count++] = fd;
  put(fd, switching, sizeof switching - 1);
  return (size_t)(end - bytes) + 4;
}

// Takes one masked frame of less than 64 KB; appends it, unmasked, to the output.
static size_t take_frame(unsigned char *bytes, size_t count, size_t *made) {
  if (count < 6) return 0;
  size_t length = bytes[1] & 127, header = 2;
  if (length == 126) {
    if (count < 8) return 0;
    length = (size_t)bytes[2] << 8 | bytes[3];
    header = 4;
  }
  if (count < header + 4 + length) return 0;
  const unsigned char *mask = bytes + header;
  unsigned char *to = output + *made;
  memcpy(to, bytes, header);
  to[1] &= 127;
  for (size_t i = 0; i < length; i++) to[header + i] = bytes[header + 4 + i] ^ mask[i & 3];
  *made += header + length;
  return header + 4 + length;
}

static void receive(int fd) {
  struct connection *c = &connections[fd];
  if (c->kept) memcpy(input, c->bytes, c->kept);
  ssize_t got = recv(fd, input + c->kept, BUFFER, 0);
  if (got <= 0) {
    if (got == 0 || errno != EAGAIN) drop(fd);
    return;
  }
  size_t count = c->kept + (size_t)got, used = 0, made = 0, step;
  if (!c->upgraded) used = upgrade(fd, input, count);
  while (c->upgraded && used < count && (step = take_frame(input + used, count - used, &made)))
    used += step;
  if (made && !c->broadcasts) put(fd, output, made);
  if (made && c->broadcasts)
    for (int i = 0; i < member_count; i++) put(members[i], output, made);
  c->kept = count - used;
  if (c->kept > KEPT) return drop(fd);
  if (c->kept && !c->bytes) c->bytes = malloc(KEPT);
  if (c->kept) memcpy(c->bytes, input + used, c->kept);
}

static int listen_on(int port) {
  int listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0), one = 1;
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
  if (bind(listener, (struct sockaddr *)&address, sizeof address)) fail("bind");
  if (listen(listener, 4096)) fail("listen");
  return listener;
}

int main(int count, char **arguments) {
  if (count != 2) return fprintf(stderr, "usage: epoll_server PORT\n"), 2;
  signal(SIGPIPE, SIG_IGN);
  struct rlimit limit;
  getrlimit(RLIMIT_NOFILE, &limit);
  limit.rlim_cur = limit.rlim_max;
  setrlimit(RLIMIT_NOFILE, &limit);
  int listener = listen_on(atoi(arguments[1])), poll = epoll_create1(0), one = 1;
  struct epoll_event event = {.events = EPOLLIN, .data.fd = listener}, events[256];
  epoll_ctl(poll, EPOLL_CTL_ADD, listener, &event);
  puts("ready");
  fflush(stdout);
  for (;;) {
    int ready = epoll_wait(poll, events, 256, -1);
    for (int i = 0; i < ready; i++) {
      if (events[i].data.fd != listener) {
        receive(events[i].data.fd);
        continue;
      }
      int fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK);
      if (fd < 0) continue;
      if (fd >= MAXIMUM) fail("too many connections");
      setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
      event.data.fd = fd;
      epoll_ctl(poll, EPOLL_CTL_ADD, fd, &event);
    }
  }
}

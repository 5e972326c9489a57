// The client of the server benchmarks: many WebSocket connections on one thread of epoll.
//
//   load_client echo PORT PATH CONNECTIONS SECONDS SIZE       messages a second, one under way on each
//   load_client hold PORT PATH CONNECTIONS                    handshakes a second; then holds them
//   load_client broadcast PORT PATH CONNECTIONS COUNT RATE    latency of COUNT messages, RATE a second
//
// Prints one JSON object. `hold` keeps the connections until its stdin ends.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { MAXIMUM = 65536, BUFFER = 65536, UNDER_WAY = 256, BROADCAST_SIZE = 128 };
enum state { FREE, CONNECTING, WAITING, OPEN, FAILED };

static int port, wanted, size, epoll, sockets[MAXIMUM];
static const char *path, *mode;
static enum state states[MAXIMUM];
static size_t kept[MAXIMUM];  // bytes of an answer that is not whole yet
static unsigned char input[BUFFER], frame[BUFFER];
static int opened, failed, refused;

static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static void set_events(int index, uint32_t events, int operation) {
  struct epoll_event event = {.events = events, .data.u32 = (uint32_t)index};
  epoll_ctl(epoll, operation, sockets[index], &event);
}

// From one of eight addresses of loopback, so that the ports of closed connections don't run out.
static void begin(int index) {
  int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0), one = 1;
  struct sockaddr_in address = {.sin_family = AF_INET};
  if (fd < 0) {
    states[index] = FAILED;
    failed++;
    return;
  }
  setsockopt(fd, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &one, sizeof one);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK + 1 + (uint32_t)index % 8);
  bind(fd, (struct sockaddr *)&address, sizeof address);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons((uint16_t)port);
  connect(fd, (struct sockaddr *)&address, sizeof address);
  sockets[index] = fd;
  states[index] = CONNECTING;
  set_events(index, EPOLLOUT, EPOLL_CTL_ADD);
}

static void ask(int index) {
  char text[512];
  int count = snprintf(text, sizeof text,
                       "GET %s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nUpgrade: websocket\r\n"
                       "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                       "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n",
                       path, port);
  states[index] = WAITING;
  send(sockets[index], text, (size_t)count, MSG_NOSIGNAL);  // A failure shows when reading.
  set_events(index, EPOLLIN, EPOLL_CTL_MOD);
}

static void lose(int index) {
  if (states[index] != FAILED) failed++;
  if (states[index] == OPEN) opened--;
  states[index] = FAILED;
  close(sockets[index]);
}

// Takes the answer to a handshake; only what it begins with counts.
static void answer(int index) {
  ssize_t got = recv(sockets[index], input, sizeof input, 0);
  if (got < 12) return lose(index);
  if (memcmp(input, "HTTP/1.1 101", 12)) {
    refused += memcmp(input, "HTTP/1.1 503", 12) == 0;
    return lose(index);
  }
  states[index] = OPEN;
  opened++;
}

static void open_all(void) {
  struct epoll_event events[256];
  int begun = 0;
  while (opened + failed < wanted) {
    while (begun < wanted && begun - opened - failed < UNDER_WAY) begin(begun++);
    int ready = epoll_wait(epoll, events, 256, 10000);
    if (ready <= 0) break;
    for (int i = 0; i < ready; i++) {
      int index = (int)events[i].data.u32;
      if (states[index] == CONNECTING) ask(index);
      else if (states[index] == WAITING) answer(index);
      else if (states[index] == OPEN) lose(index);
    }
  }
}

// A masked frame whose mask is 0, so that the payload can be written into it as it is.
static size_t make_frame(size_t length) {
  frame[0] = 0x82;
  if (length < 126) {
    frame[1] = (unsigned char)(0x80 | length);
    memset(frame + 2, 0, 4);
    return 6;
  }
  frame[1] = 0x80 | 126;
  frame[2] = (unsigned char)(length >> 8);
  frame[3] = (unsigned char)length;
  memset(frame + 4, 0, 4);
  return 8;
}

static size_t answer_size(size_t length) { return length + (length < 126 ? 2 : 4); }

// A server may deflate nothing here: no extension was offered.
static void echo(double seconds) {
  struct epoll_event events[256];
  size_t header = make_frame((size_t)size), count = header + (size_t)size;
  size_t expected = answer_size((size_t)size);
  long messages = 0;
  double start = now(), end = start + seconds;
  memset(frame + header, '*', (size_t)size);
  for (int i = 0; i < wanted; i++)
    if (states[i] == OPEN) send(sockets[i], frame, count, MSG_NOSIGNAL);
  while (now() < end && opened > 0) {
    int ready = epoll_wait(epoll, events, 256, 100);
    for (int i = 0; i < ready; i++) {
      int index = (int)events[i].data.u32;
      ssize_t got = recv(sockets[index], input, sizeof input, 0);
      if (got <= 0) {
        lose(index);
        continue;
      }
      kept[index] += (size_t)got;
      if (kept[index] < expected) continue;
      kept[index] -= expected;
      messages++;
      send(sockets[index], frame, count, MSG_NOSIGNAL);
    }
  }
  printf("{\"messages_per_second\": %.0f, \"failed\": %d}\n", (double)messages / (now() - start),
         failed);
}

static int ascending(const void *left, const void *right) {
  double difference = *(const double *)left - *(const double *)right;
  return (difference > 0) - (difference < 0);
}

// The first connection publishes; every one, the first too, receives.
static void broadcast(int messages, double rate) {
  struct epoll_event events[256];
  size_t header = make_frame(BROADCAST_SIZE), expected = answer_size(BROADCAST_SIZE);
  long total = (long)messages * opened, received = 0;
  double *latencies = malloc(sizeof(double) * (size_t)(total + 1)), next = now(), last = next;
  for (int published = 0; received < total && now() - last < 10;) {
    if (published < messages && now() >= next) {
      double sent = now();
      memcpy(frame + header, &sent, sizeof sent);
      send(sockets[0], frame, header + BROADCAST_SIZE, MSG_NOSIGNAL);
      published++;
      next += 1 / rate;
    }
    int ready = epoll_wait(epoll, events, 256, 1);
    for (int i = 0; i < ready; i++) {
      int index = (int)events[i].data.u32;
      ssize_t got = recv(sockets[index], input, sizeof input, 0);
      if (got <= 0) lose(index);
      last = now();
      for (ssize_t at = 0; at + (ssize_t)expected <= got; at += (ssize_t)expected) {
        double sent;
        memcpy(&sent, input + at + expected - BROADCAST_SIZE, sizeof sent);
        if (received < total) latencies[received++] = (last - sent) * 1000;
      }
    }
  }
  qsort(latencies, (size_t)received, sizeof(double), ascending);
  printf("{\"receivers\": %d, \"missing\": %ld, \"p50_ms\": %.1f, \"p99_ms\": %.1f, "
         "\"max_ms\": %.1f}\n",
         opened, total - received, received ? latencies[received / 2] : 0,
         received ? latencies[received * 99 / 100] : 0, received ? latencies[received - 1] : 0);
}

// Until stdin ends: reads what comes, so that pings are seen, and answers nothing.
static void hold(double seconds) {
  struct pollfd waits[2] = {{.fd = 0, .events = POLLIN}, {.fd = epoll, .events = POLLIN}};
  struct epoll_event events[256];
  printf("{\"opened\": %d, \"failed\": %d, \"refused\": %d, \"handshakes_per_second\": %.0f}\n",
         opened, failed - refused, refused, opened / seconds);
  fflush(stdout);
  while (!waits[0].revents) {
    poll(waits, 2, -1);
    int ready = epoll_wait(epoll, events, 256, 0);
    for (int i = 0; i < ready; i++) {
      int index = (int)events[i].data.u32;
      if (recv(sockets[index], input, sizeof input, 0) <= 0) lose(index);
    }
  }
}

int main(int count, char **arguments) {
  if (count < 5) return fprintf(stderr, "usage: see the first lines of load_client.c\n"), 2;
  struct rlimit limit;
  getrlimit(RLIMIT_NOFILE, &limit);
  limit.rlim_cur = limit.rlim_max;
  setrlimit(RLIMIT_NOFILE, &limit);
  mode = arguments[1];
  port = atoi(arguments[2]);
  path = arguments[3];
  wanted = atoi(arguments[4]);
  double first = count > 5 ? atof(arguments[5]) : 0, second = count > 6 ? atof(arguments[6]) : 0;
  epoll = epoll_create1(0);
  double start = now();
  open_all();
  size = (int)second;
  if (!strcmp(mode, "echo")) echo(first);
  else if (!strcmp(mode, "broadcast")) broadcast((int)first, second);
  else hold(now() - start);
  return 0;
}

/* The client side of WebSocket, as much of it as a simulated phone needs: one request, small masked text frames out,
 * unmasked frames in, whatever pieces they come in. Compression is not offered. */
#pragma once

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

enum { LARGEST_READ = 256 * 1024, LARGEST_TEXT = 4096 };
enum opcode { TEXT = 1, CLOSE = 8, PING = 9, PONG = 10 };
enum progress { DIALLING, REQUESTING, OPEN, LOST };

struct link {
    int fd;
    enum progress progress;
    char *kept; /* the beginning of a frame whose end has not come yet */
    size_t kept_size;
    void (*heard)(struct link *, const char *text);
    void (*lost)(struct link *);
};

static int watched; /* the epoll that all links share */
static int faults;  /* short writes, refused handshakes: a run with one of them is no measurement */

static void link_lose(struct link *link)
{
    if (link->progress == LOST)
        return;
    link->progress = LOST;
    close(link->fd);
    free(link->kept);
    link->kept = NULL;
    link->lost(link);
}

static void link_watch(struct link *link, int operation, uint32_t events)
{
    struct epoll_event event = {.events = events, .data.ptr = link};
    if (epoll_ctl(watched, operation, link->fd, &event))
        faults++;
}

static void link_dial(struct link *link, int port)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(port)};
    int at_once = 1;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    link->progress = DIALLING;
    link->fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
    if (link->fd < 0) {
        perror("socket (is `ulimit -n` high enough?)");
        exit(1);
    }
    setsockopt(link->fd, IPPROTO_TCP, TCP_NODELAY, &at_once, sizeof at_once);
    if (connect(link->fd, (struct sockaddr *)&address, sizeof address) && errno != EINPROGRESS)
        faults++;
    link_watch(link, EPOLL_CTL_ADD, EPOLLOUT);
}

static void link_send(struct link *link, const void *bytes, size_t size)
{
    if (link->progress != LOST && send(link->fd, bytes, size, MSG_NOSIGNAL) != (ssize_t)size)
        faults++;
}

static void link_request(struct link *link)
{
    static const char request[] = "GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\n"
                                  "Host: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                                  "Sec-WebSocket-Key: d2hhdCBpcyBjbGVhciB3YQ==\r\nSec-WebSocket-Version: 13\r\n\r\n";
    link_send(link, request, sizeof request - 1);
    link->progress = REQUESTING;
    link_watch(link, EPOLL_CTL_MOD, EPOLLIN);
}

static void link_frame(struct link *link, enum opcode opcode, const char *payload, size_t size)
{
    static const unsigned char key[4] = {0x37, 0xfa, 0x21, 0x3d};
    unsigned char frame[LARGEST_TEXT + 8];
    size_t head = 2;
    frame[0] = 0x80 | opcode;
    frame[1] = 0x80 | (size < 126 ? size : 126);
    if (size >= 126) {
        frame[2] = size >> 8;
        frame[3] = size & 0xff;
        head = 4;
    }
    memcpy(frame + head, key, 4);
    for (size_t i = 0; i < size; i++)
        frame[head + 4 + i] = payload[i] ^ key[i & 3];
    link_send(link, frame, head + 4 + size);
}

static void link_say(struct link *link, const char *text)
{
    link_frame(link, TEXT, text, strlen(text));
}

/* The size of a frame's header and payload, or false while they have not come whole. */
static bool frame_is_whole(const unsigned char *data, size_t size, size_t *head, size_t *payload)
{
    if (size < 2)
        return false;
    size_t width = (data[1] & 127) == 126 ? 2 : (data[1] & 127) == 127 ? 8 : 0;
    *head = 2 + width;
    if (size < *head)
        return false;
    *payload = width ? 0 : data[1] & 127;
    for (size_t i = 0; i < width; i++)
        *payload = *payload << 8 | data[2 + i];
    return size - *head >= *payload;
}

static void link_take(struct link *link, enum opcode opcode, char *payload, size_t size)
{
    if (opcode == TEXT && size == 1 && payload[0] == '2') {
        link_say(link, "3"); /* Engine.IO's own ping */
    } else if (opcode == TEXT) {
        char next = payload[size];
        payload[size] = 0; /* there is always a byte behind: the next frame's or the buffer's spare one */
        link->heard(link, payload);
        payload[size] = next;
    } else if (opcode == PING) {
        link_frame(link, PONG, payload, size);
    } else if (opcode == CLOSE) {
        link_lose(link);
    }
}

/* How many bytes the server's answer to the request takes, 0 while it is not whole. */
static size_t link_opened(struct link *link, char *data, size_t size)
{
    data[size] = 0;
    char *end = strstr(data, "\r\n\r\n");
    if (!end)
        return 0;
    if (strncmp(data, "HTTP/1.1 101", 12)) {
        fprintf(stderr, "handshake refused: %.80s\n", data);
        faults++;
        link_lose(link);
    } else {
        link->progress = OPEN;
    }
    return end + 4 - data;
}

static size_t link_take_all(struct link *link, char *data, size_t size)
{
    size_t head, payload, used = link->progress == REQUESTING ? link_opened(link, data, size) : 0;
    while (link->progress == OPEN && frame_is_whole((unsigned char *)data + used, size - used, &head, &payload)) {
        enum opcode opcode = data[used] & 15;
        char *text = data + used + head;
        used += head + payload;
        link_take(link, opcode, text, payload);
    }
    return used;
}

static void link_keep(struct link *link, const char *rest, size_t size)
{
    free(link->kept);
    link->kept = size ? memcpy(malloc(size), rest, size) : NULL;
    link->kept_size = size;
}

static void link_read(struct link *link)
{
    static char data[LARGEST_READ + 1];
    memcpy(data, link->kept ? link->kept : "", link->kept_size);
    ssize_t got = recv(link->fd, data + link->kept_size, LARGEST_READ - link->kept_size, 0);
    if (got < 0 && errno == EAGAIN)
        return;
    if (got <= 0) {
        link_lose(link);
        return;
    }
    size_t size = link->kept_size + got, used = link_take_all(link, data, size);
    if (link->progress != LOST && (link->kept || used < size))
        link_keep(link, data + used, size - used);
}

/* Waits at most so long for something to happen and lets the links act on it. */
static void links_turn(int milliseconds)
{
    struct epoll_event events[512];
    int count = epoll_wait(watched, events, 512, milliseconds);
    for (int i = 0; i < count; i++) {
        struct link *link = events[i].data.ptr;
        if (link->progress == DIALLING && events[i].events & (EPOLLERR | EPOLLHUP))
            link_lose(link);
        else if (link->progress == DIALLING)
            link_request(link);
        else if (link->progress != LOST)
            link_read(link);
    }
}

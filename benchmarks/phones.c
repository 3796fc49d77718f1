/* phones - a hall of simulated phones and their host, in one process over real WebSockets.
 *
 *   cc -O2 -o phones phones.c
 *   ./phones wenqu --port 8000 --server PID --phones 1000 --pin 123456 --heat ID --ticket TICKET
 *   ./phones node  --port 4000 --server PID --phones 1000
 *
 * All phones join (64 at a time), the host opens a question, every phone answers at a random moment of the second after
 * it has seen the question, the host shows the result; several questions, then one JSON document on standard output.
 * `wenqu` speaks the protocol of docs/protocol.md, `node` that of peers/node_server.js; both are measured by the same
 * code. Everything happens in one thread, so that the generator costs less than the server that it measures.
 */
#define _GNU_SOURCE
#include <getopt.h>
#include <signal.h>
#include <stdarg.h>

#include "measuring.h"
#include "websocket.h"

enum { AT_ONCE = 64, BURST_MS = 1000, SLOTS = 4096, MOST_OPTIONS = 8, PRESSES = 10 };

enum mark { JOINED, ASKED, ACKNOWLEDGED, SHOWN, TOLD, MARKS };

struct phone {
    struct link link; /* first, so that a link is its phone */
    int number;
    double since; /* when it dialled, later when its answer left */
    int asked;    /* the question that it has seen last: an extension shows the same one again */
    struct phone *next_due;
};

/* What is different between two servers; everything else is shared. */
struct dialect {
    const char *name;
    void (*phone_heard)(struct phone *, const char *text);
    void (*host_heard)(const char *text);
    void (*compose_answer)(char *text);
    void (*ask)(void);
    void (*close)(void);  /* NULL, and `closed` with it, where the server has no such step */
    bool (*closed)(void);
    void (*reveal)(void);
    void (*tell)(void);   /* NULL where each phone's own score follows the result by itself */
};

static struct { int port, phones, server, questions; const char *pin, *heat, *ticket; } given = {.questions = 3};
static const struct dialect *dialect;

static struct phone *phones;
static struct link host;
static bool host_ready;
static int joining, lost;
static struct sample marks[MARKS];
static double cued_at; /* when the host last spoke: questions and results are timed from there */
static int asking;      /* the number of the question under way, from 1 */
static long epoch, version;
static bool closed;
static struct { char id[16], options[MOST_OPTIONS][16]; int count; } question;

/* Answers that wait for their moment: a ring of lists, one for each millisecond; `due_next` is the first not yet sent. */
static struct phone *due[SLOTS];
static long due_next;
static int waiting;

static void say(struct link *link, const char *format, ...)
{
    char text[LARGEST_TEXT];
    va_list values;
    va_start(values, format);
    vsnprintf(text, sizeof text, format, values);
    va_end(values);
    link_say(link, text);
}

static void not_understood(const char *who, const char *text)
{
    faults++;
    fprintf(stderr, "%s heard %.200s\n", who, text);
}

/* ---- What phones report, whatever they speak ---- */

static void note(enum mark mark, double milliseconds)
{
    if (marks[mark].count < given.phones)
        marks[mark].values[marks[mark].count++] = milliseconds;
    else
        faults++; /* something came twice */
}

static void phone_joined(struct phone *phone)
{
    note(JOINED, now() - phone->since);
    joining--;
}

static void phone_asked(struct phone *phone)
{
    double moment = now();
    long when = moment + 1 + (double)rand() / RAND_MAX * BURST_MS;
    if (phone->asked == asking)
        return;
    phone->asked = asking;
    note(ASKED, moment - cued_at);
    if (!waiting++)
        due_next = moment;
    phone->next_due = due[when % SLOTS];
    due[when % SLOTS] = phone;
}

static void phone_acknowledged(struct phone *phone, const char *text)
{
    note(ACKNOWLEDGED, now() - phone->since);
    if (!strstr(text, "\"ok\":true"))
        faults++;
}

static void phone_lost(struct link *link)
{
    (void)link;
    lost++;
}

/* ---- Wenqu ---- */

static bool starts(const char *text, const char *with)
{
    return !strncmp(text, with, strlen(with));
}

static long number_after(const char *text, const char *key, long otherwise)
{
    const char *found = strstr(text, key);
    return found ? atol(found + strlen(key)) : otherwise;
}

static const char *word_after(const char *text, const char *key, char word[16])
{
    const char *found = text ? strstr(text, key) : NULL;
    if (found)
        sscanf(found + strlen(key), "%15[^\"]", word);
    return found ? found + strlen(key) : NULL;
}

/* The options are the same for everybody: the first phone that sees the question reads them for all. */
static void read_question(const char *scene)
{
    const char *rest = word_after(scene, "\"item\":{\"id\":\"", question.id);
    rest = rest ? strstr(rest, "\"options\":[") : NULL;
    const char *end = rest ? strchr(rest, ']') : NULL;
    question.count = 0;
    while ((rest = word_after(rest, "{\"id\":\"", question.options[question.count])) && rest < end)
        if (++question.count == MOST_OPTIONS - 1)
            break;
}

static void wenqu_scene(struct phone *phone, const char *scene)
{
    if (strstr(scene, "\"phase\":\"open\"")) {
        if (!question.count)
            read_question(scene);
        phone_asked(phone);
    } else if (strstr(scene, "\"phase\":\"revealed\"")) {
        note(SHOWN, now() - cued_at);
    }
}

static void wenqu_phone_heard(struct phone *phone, const char *text)
{
    if (starts(text, "43/play,2["))
        phone_acknowledged(phone, text);
    else if (starts(text, "42/play,[\"scene\","))
        wenqu_scene(phone, text);
    else if (starts(text, "42/play,[\"you\","))
        note(TOLD, now() - cued_at);
    else if (starts(text, "43/play,1[{\"ok\":true"))
        phone_joined(phone);
    else if (starts(text, "0{"))
        say(&phone->link, "40/play,{\"pin\":\"%s\",\"lang\":\"zh\"}", given.pin);
    else if (starts(text, "40/play,{"))
        say(&phone->link, "42/play,1[\"join\",{\"nickname\":\"选手%d\"}]", phone->number);
    else if (!starts(text, "42/play,[\"welcome\",") && !starts(text, "42/play,[\"beacon\",") &&
             !starts(text, "42/play,[\"lobby\","))
        not_understood("a phone", text);
}

static const char *pressed;
static int presses;

static void wenqu_command(const char *name)
{
    static int given_so_far;
    int id = ++given_so_far;
    pressed = name;
    say(&host, "42/host,%d[\"command\",{\"id\":\"bench%d\",\"epoch\":%ld,\"v\":%ld,\"do\":\"%s\"}]", id, id, epoch,
        version, name);
}

static void wenqu_host_heard(const char *text)
{
    if (starts(text, "0{")) {
        say(&host, "40/host,{\"heat\":\"%s\",\"ticket\":\"%s\"}", given.heat, given.ticket);
    } else if (starts(text, "42/host,[\"welcome\",")) {
        epoch = number_after(text, "\"epoch\":", 0);
        version = number_after(text, "{\"v\":", 0);
        host_ready = true;
    } else if (starts(text, "42/host,[\"scene\",")) {
        version = number_after(text, "{\"v\":", version);
        closed = strstr(text, "\"phase\":\"closed\"");
    } else if (strstr(text, "\"error\":\"stale_view\"") && presses++ < PRESSES) {
        wenqu_command(pressed); /* the scene has changed under the host's hand: press again, as people do */
    } else if (strstr(text, "\"ok\":false")) {
        not_understood("the host", text);
    }
}

static void wenqu_ask(void)
{
    question.count = 0;
    wenqu_command("open");
}

static void wenqu_close(void)
{
    if (!closed) /* it closes by itself a moment after everybody has answered */
        wenqu_command("close");
}

static bool wenqu_closed(void) { return closed; }
static void wenqu_reveal(void) { wenqu_command("reveal"); }

static void wenqu_answer(char *text)
{
    int pick = question.count ? rand() % question.count : 0;
    sprintf(text, "42/play,2[\"answer\",{\"item\":\"%s\",\"rev\":1,\"options\":[\"%s\"]}]", question.id,
            question.options[pick]);
}

/* ---- The bare Node server ---- */

static void node_phone_heard(struct phone *phone, const char *text)
{
    if (starts(text, "431["))
        phone_acknowledged(phone, text);
    else if (starts(text, "42[\"question\""))
        phone_asked(phone);
    else if (starts(text, "42[\"results\""))
        note(SHOWN, now() - cued_at);
    else if (starts(text, "42[\"you\""))
        note(TOLD, now() - cued_at);
    else if (starts(text, "42[\"joined\""))
        phone_joined(phone);
    else if (starts(text, "0{"))
        link_say(&phone->link, "40");
    else if (starts(text, "40{"))
        say(&phone->link, "42[\"join\",{\"pin\":\"123456\",\"name\":\"选手%d\"}]", phone->number);
    else
        not_understood("a phone", text);
}

static void node_host_heard(const char *text)
{
    if (starts(text, "0{"))
        link_say(&host, "40");
    else if (starts(text, "40{"))
        link_say(&host, "42[\"create\",{}]");
    else if (starts(text, "42[\"created\""))
        host_ready = true;
}

static void node_ask(void) { link_say(&host, "42[\"show\",{}]"); }
static void node_reveal(void) { link_say(&host, "42[\"results\",{}]"); }
static void node_tell(void) { link_say(&host, "42[\"personal\",{}]"); }
static void node_answer(char *text) { sprintf(text, "421[\"answer\",{\"q\":1,\"a\":%d}]", rand() & 3); }

static const struct dialect dialects[] = {
    {"wenqu", wenqu_phone_heard, wenqu_host_heard, wenqu_answer, wenqu_ask, wenqu_close,
     wenqu_closed, wenqu_reveal, NULL},
    {"node", node_phone_heard, node_host_heard, node_answer, node_ask, NULL, NULL, node_reveal,
     node_tell},
};

static void heard_by_phone(struct link *link, const char *text) { dialect->phone_heard((struct phone *)link, text); }

static void heard_by_host(struct link *link, const char *text)
{
    (void)link;
    dialect->host_heard(text);
}

/* ---- The evening ---- */

static void send_what_is_due(void)
{
    char answer[256];
    for (; waiting && due_next <= now(); due_next++) {
        struct phone *next, *phone = due[due_next % SLOTS];
        for (due[due_next % SLOTS] = NULL; phone; phone = next) {
            next = phone->next_due;
            waiting--;
            dialect->compose_answer(answer);
            phone->since = now();
            link_say(&phone->link, answer);
        }
    }
}

static void turn(void)
{
    links_turn(waiting ? 1 : 20);
    send_what_is_due();
}

static void rest(double milliseconds)
{
    for (double end = now() + milliseconds; now() < end;)
        turn();
}

/* Until every phone that is still there has reported. */
static void wait_for(enum mark mark, double seconds)
{
    for (double end = now() + seconds * 1e3; marks[mark].count < given.phones - lost && now() < end;)
        turn();
}

static void dial(struct phone *phone)
{
    phone->link.heard = heard_by_phone;
    phone->link.lost = phone_lost;
    phone->since = now();
    joining++;
    link_dial(&phone->link, given.port);
}

static void host_lost(struct link *link)
{
    (void)link;
    fprintf(stderr, "the host's connection was lost\n");
    exit(1);
}

static void connect_host(void)
{
    host.heard = heard_by_host;
    host.lost = host_lost;
    link_dial(&host, given.port);
    for (double end = now() + 10e3; !host_ready && now() < end;)
        turn();
    if (!host_ready) {
        fprintf(stderr, "the server did not take the host in\n");
        exit(1);
    }
}

/* What the processes have used up so far; the difference of two is a phase. */
struct usage { double wall, server, generator, machine; };

static struct usage usage(void)
{
    return (struct usage){now() / 1e3, cpu_of(given.server), own_cpu(), busy_cpu()};
}

static double generator_share(struct usage before, struct usage after)
{
    return (after.generator - before.generator) / (after.wall - before.wall);
}

static double others_share(struct usage before, struct usage after)
{
    double ours = after.server - before.server + after.generator - before.generator;
    return (after.machine - before.machine - ours) / (after.wall - before.wall);
}

static void print_spread(const char *name, enum mark mark)
{
    struct sample *sample = marks + mark;
    printf("\"%s\":{\"count\":%d,\"p50\":%.3f,\"p99\":%.3f,\"last\":%.3f},", name, sample->count,
           quantile(sample, 0.5), quantile(sample, 0.99), quantile(sample, 1));
}

static void join_everybody(void)
{
    double memory = resident_kb(given.server);
    struct usage before = usage();
    for (int dialled = 0; marks[JOINED].count + lost < given.phones && now() < before.wall * 1e3 + 120e3; turn())
        while (dialled < given.phones && joining - lost < AT_ONCE)
            dial(phones + dialled++);
    struct usage after = usage();
    rest(1000); /* what joining has set off (the lobby, a collection) comes to rest */
    print_spread("join", JOINED);
    printf("\"joins_per_s\":%.0f,\"join_cpu_us\":%.1f,\"join_generator_share\":%.3f,\"memory_kb\":%.2f,",
           marks[JOINED].count / (after.wall - before.wall), (after.server - before.server) * 1e6 / given.phones,
           generator_share(before, after), (resident_kb(given.server) - memory) / given.phones);
}

static void cue(void (*act)(void))
{
    cued_at = now();
    act();
}

static void ask_and_collect(void)
{
    struct usage before = usage();
    asking++;
    cue(dialect->ask);
    wait_for(ASKED, 30);
    struct usage asked = usage();
    int early = marks[ACKNOWLEDGED].count;
    wait_for(ACKNOWLEDGED, 60);
    struct usage after = usage();
    int late = marks[ACKNOWLEDGED].count - early;
    print_spread("question", ASKED);
    print_spread("answer", ACKNOWLEDGED);
    printf("\"answer_cpu_us\":%.2f,\"generator_share\":%.3f,\"others_share\":%.3f,",
           late ? (after.server - asked.server) * 1e6 / late : 0, generator_share(before, after),
           others_share(before, after));
}

static void show_result(void)
{
    if (dialect->close) {
        dialect->close();
        for (double end = now() + 10e3; !dialect->closed() && now() < end;)
            turn();
        rest(300);
    }
    cue(dialect->reveal);
    wait_for(SHOWN, 30);
    if (dialect->tell)
        cue(dialect->tell);
    wait_for(TOLD, 30);
    print_spread("result", SHOWN);
    print_spread("own", TOLD);
}

static void play_question(void)
{
    for (enum mark mark = ASKED; mark < MARKS; mark++)
        marks[mark].count = 0;
    printf("{");
    ask_and_collect();
    rest(300);
    show_result();
    printf("\"lost\":%d}", lost);
    rest(500);
}

static void play(void)
{
    printf("{\"server\":\"%s\",\"phones\":%d,", dialect->name, given.phones);
    join_everybody();
    printf("\"questions\":[");
    for (int number = 0; number < given.questions; number++) {
        printf("%s", number ? "," : "");
        play_question();
    }
    printf("],\"memory_at_end_kb\":%.0f,\"lost\":%d,\"faults\":%d}\n", resident_kb(given.server), lost, faults);
}

static void read_arguments(int count, char **words)
{
    static const struct option options[] = {{"port", 1, 0, 'p'}, {"phones", 1, 0, 'n'}, {"server", 1, 0, 's'},
                                            {"questions", 1, 0, 'q'}, {"pin", 1, 0, 'i'}, {"heat", 1, 0, 'h'},
                                            {"ticket", 1, 0, 't'}, {0}};
    for (int option; (option = getopt_long(count, words, "", options, NULL)) != -1;) {
        int *number = option == 'p' ? &given.port : option == 'n' ? &given.phones
                    : option == 's' ? &given.server : option == 'q' ? &given.questions : NULL;
        const char **word = option == 'i' ? &given.pin : option == 'h' ? &given.heat : option == 't' ? &given.ticket : NULL;
        if (number)
            *number = atoi(optarg);
        else if (word)
            *word = optarg;
        else
            exit(2);
    }
    for (size_t i = 0; optind < count && i < sizeof dialects / sizeof *dialects; i++)
        if (!strcmp(words[optind], dialects[i].name))
            dialect = dialects + i;
}

int main(int count, char **words)
{
    read_arguments(count, words);
    if (!dialect || !given.port || given.phones < 1 || !given.server) {
        fprintf(stderr, "usage: phones wenqu|node --port P --server PID --phones N [--pin --heat --ticket --questions]\n");
        return 2;
    }
    signal(SIGPIPE, SIG_IGN);
    watched = epoll_create1(0);
    phones = calloc(given.phones, sizeof *phones);
    for (int i = 0; i < given.phones; i++)
        phones[i].number = i + 1;
    for (enum mark mark = JOINED; mark < MARKS; mark++)
        marks[mark].values = calloc(given.phones, sizeof(double));
    connect_host();
    rest(300);
    play();
    return 0;
}

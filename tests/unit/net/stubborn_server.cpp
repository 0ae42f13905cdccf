// stubborn_server MODE: the ways in which a server process can misbehave, one a mode. Each says a
// line when it is ready.
#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <functional>
#include <iostream>
#include <iterator>
#include <map>
#include <string>

namespace {

void Say(const std::string& line) {
  std::printf("%s\n", line.c_str());
  std::fflush(stdout);
}

[[noreturn]] void HangOn() {
  for (;;) pause();
}

void IgnoreEverything() {
  for (int number = 1; number < NSIG; ++number) signal(number, SIG_IGN);
}

// A grandchild in a session of its own, which ignores every signal that it can. Its pid.
pid_t ForkAway() {
  int ends[2];
  if (pipe(ends) != 0) std::exit(9);
  if (const pid_t child = fork(); child > 0) {
    waitpid(child, nullptr, 0);
  } else {
    const pid_t grandchild = fork();
    if (grandchild > 0) _exit(0);
    setsid();
    IgnoreEverything();
    const pid_t self = getpid();
    if (write(ends[1], &self, sizeof self) != sizeof self) _exit(9);
    HangOn();
  }
  pid_t grandchild = 0;
  if (read(ends[0], &grandchild, sizeof grandchild) != sizeof grandchild) std::exit(9);
  return grandchild;
}

void UntilEndOfInput() {
  while (std::getchar() != EOF) {
  }
}

void Echo() {
  for (int byte = std::getchar(); byte != EOF; byte = std::getchar()) {
    std::putchar(byte);
    if (byte == '\n') std::fflush(stdout);
  }
}

void IgnoreEndAndSignals() {
  IgnoreEverything();
  Say(std::to_string(getpid()));
  HangOn();
}

void SlipAway() {
  Say(std::to_string(ForkAway()));
  UntilEndOfInput();
}

void SlipAwayAndExit() {
  Say(std::to_string(ForkAway()));
}

void KillKeeper() {
  prctl(PR_SET_PDEATHSIG, 0);
  Say(std::to_string(ForkAway()) + " " + std::to_string(getpid()));
  kill(getppid(), SIGKILL);
  HangOn();
}

void FloodErrors() {
  for (int i = 0; i < 200'000; ++i) std::fprintf(stderr, "\x1b[31mnoise %d\n", i);
  std::fprintf(stderr, "%s\n", std::string(1 << 20, 'x').c_str());
  Say("still here");
  UntilEndOfInput();
}

void GiantLine() {
  const std::string piece(1 << 20, 'x');
  for (int i = 0; i < 17; ++i) std::fwrite(piece.data(), 1, piece.size(), stdout);
  std::fputs("\nafter\n", stdout);
  std::fflush(stdout);
  UntilEndOfInput();
}

void CloseOutput() {
  IgnoreEverything();
  close(STDOUT_FILENO);
  HangOn();
}

void NeverRead() {
  Say("ready");
  HangOn();
}

// Reads, but so slowly that it makes no difference.
void Drip() {
  Say("ready");
  char bytes[100];
  while (read(STDIN_FILENO, bytes, sizeof bytes) > 0) usleep(20'000);
}

void LastWords() {
  for (int i = 0; i < 5'000; ++i) std::printf("word %d\n", i);
}

void ShowItself() {
  std::string seen;
  for (char** variable = environ; *variable != nullptr; ++variable)
    seen += *variable + std::string(";");
  Say("environment: " + seen);
  std::string open;
  for (int descriptor = 0; descriptor < 1024; ++descriptor) {
    if (fcntl(descriptor, F_GETFD) >= 0) open += std::to_string(descriptor) + ";";
  }
  Say("descriptors: " + open);
  sigset_t blocked;
  sigprocmask(SIG_SETMASK, nullptr, &blocked);
  int odd = 0;
  for (int number = 1; number < 32; ++number) {
    struct sigaction action {};
    sigaction(number, nullptr, &action);
    odd += sigismember(&blocked, number) == 1 || action.sa_handler == SIG_IGN ? 1 : 0;
  }
  Say("signals not as they should be: " + std::to_string(odd));
  Say(getsid(0) == getpid() && getpgrp() == getpid() ? "leads" : "follows");
}

// Well-behaved, for once: as much of MCP as one tool needs. It answers a call with the number of
// bytes of its message.
void SpeakMcp() {
  for (std::string line; std::getline(std::cin, line);) {
    const size_t id = line.find("\"id\":");
    if (id == std::string::npos) continue;
    const auto asks = [&line](const char* method) {
      return line.find(method) != std::string::npos;
    };
    std::string result = "{}";
    if (asks("\"initialize\"")) {
      result = R"({"protocolVersion":"2025-06-18","capabilities":{"tools":{}},)"
               R"("serverInfo":{"name":"s","version":"1"}})";
    } else if (asks("\"tools/list\"")) {
      result = R"({"tools":[{"name":"count","inputSchema":{"type":"object"}}]})";
    } else if (asks("\"tools/call\"")) {
      result = R"({"content":[{"type":"text","text":")" + std::to_string(line.size()) + "\"}]}";
    }
    Say(R"({"jsonrpc":"2.0","id":)" + std::to_string(std::atoi(line.c_str() + id + 5)) +
        ",\"result\":" + result + "}");
  }
}

const std::map<std::string, std::function<void()>> kModes = {
    {"echo", Echo},
    {"ignore", IgnoreEndAndSignals},
    {"slip-away", SlipAway},
    {"slip-away-and-exit", SlipAwayAndExit},
    {"kill-keeper", KillKeeper},
    {"flood-errors", FloodErrors},
    {"giant-line", GiantLine},
    {"exit-7", [] { std::exit(7); }},
    {"crash", [] { raise(SIGKILL); }},
    {"close-output", CloseOutput},
    {"never-read", NeverRead},
    {"drip", Drip},
    {"last-words", LastWords},
    {"show-itself", ShowItself},
    {"mcp", SpeakMcp},
};

}  // namespace

int main(int argc, char** argv) {
  const auto mode = argc == 2 ? kModes.find(argv[1]) : kModes.end();
  if (mode == kModes.end()) return 99;
  mode->second();
}

// One life of one server: its process behind a keeper, its three streams, its end. Owns all of
// them.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "runtime/keeper/report.h"
#include "runtime/net/launch.h"
#include "runtime/net/line_reader.h"
#include "runtime/net/line_writer.h"
#include "runtime/net/rate_limit.h"

namespace weir::net {

// stderr of a server in the log: longer lines are cut, and of more lines than these only the number
// is told.
inline constexpr size_t kErrorLineBytesMax = 1'024;
inline constexpr int kErrorLinesBurst = 200;
inline constexpr int kErrorLinesPerSecond = 20;

// A server that closed a stream gets this long to end by itself, so that a crash is told as the
// crash that it was.
inline constexpr std::chrono::milliseconds kEndingPatience{250};
// From the request to end until the keeper must have gone through its ladder. Then it is killed,
// and weir cleans up.
inline constexpr std::chrono::milliseconds kKeeperDeadline{12'000};
// What a server that has ended may have left in its output; the largest pipe that the kernel gives
// without privileges.
inline constexpr size_t kLastWordsBytesMax = size_t{1} << 20;

// Lives in a shared_ptr. One thread.
class ServerLink : public std::enable_shared_from_this<ServerLink> {
 public:
  struct Events {
    std::function<void(Line)> message;
    std::function<void()> queue_changed;      // backed_up() may have changed
    std::function<void(std::string)> errors;  // a line of its stderr, or how many were left out
    std::function<void()>
        keeper_lost;  // it was killed: what it kept are weir's own children now, to be ended
    std::function<void(std::string)> down;  // why; once, nothing after it
  };

  ServerLink(boost::asio::io_context& io, size_t message_bytes_max, Events events);
  ~ServerLink() { Abandon(); }

  // Takes over what Launch made. Whatever goes wrong from here on comes as `down`.
  void Start(Launched launched);
  void Send(std::string message) { input_->Send(std::move(message)); }
  // Closes its stdin and starts the ladder; `down` follows. May be called again.
  void Stop(std::string cause);
  // Holds back its stdout; its stderr is always drained.
  void SetPaused(bool paused) { output_->SetPaused(paused); }

  size_t queued_bytes() const { return input_->queued_bytes(); }
  bool backed_up() const { return input_->backed_up(); }
  pid_t keeper_id() const { return keeper_; }

 private:
  void AwaitReport();
  void StreamClosed(const char* which);
  void ErrorLine(Line line);
  void TellLeftOut();
  void KeeperGone();
  // No callback any more. If the keeper still runs, it sees its control socket close, and does the
  // rest.
  void Abandon();
  void Down();
  std::string Reason() const;

  boost::asio::io_context& io_;
  Events events_;
  std::shared_ptr<LineWriter> input_;
  std::shared_ptr<LineReader> output_;
  std::shared_ptr<LineReader> errors_;
  boost::asio::posix::stream_descriptor control_;
  boost::asio::steady_timer timer_;
  RateLimit error_rate_{kErrorLinesBurst, kErrorLinesPerSecond};
  size_t errors_left_out_ = 0;
  keeper::Report report_{};
  bool reported_ = false;
  pid_t keeper_ = 0;
  std::string cause_;  // what weir itself had against it, first one
  bool stopping_ = false;
  bool down_ = false;
};

}  // namespace weir::net

#include "runtime/net/server_link.h"

#include <errno.h>
#include <signal.h>
#include <sys/wait.h>

#include <boost/asio/post.hpp>
#include <boost/asio/read.hpp>
#include <cstring>
#include <utility>

#include "runtime/keeper/processes.h"

namespace weir::net {

using boost::system::error_code;

ServerLink::ServerLink(boost::asio::io_context& io, size_t message_bytes_max, Events events)
    : io_(io),
      events_(std::move(events)),
      input_(std::make_shared<LineWriter>(io)),
      output_(std::make_shared<LineReader>(io, message_bytes_max)),
      errors_(std::make_shared<LineReader>(io, kErrorLineBytesMax)),
      control_(io),
      timer_(io) {}

void ServerLink::Start(Launched launched) {
  keeper_ = launched.keeper;
  error_code error;
  control_.assign(launched.control.release(), error);
  AwaitReport();
  const bool started =
      !error &&
      input_->Start(std::move(launched.input), {.changed = [this] { events_.queue_changed(); },
                                                .failed = [this] { StreamClosed("stdin"); }}) &&
      output_->Start(
          std::move(launched.output), [this](Line line) { events_.message(std::move(line)); },
          [this] { StreamClosed("stdout"); }) &&
      errors_->Start(
          std::move(launched.errors), [this](Line line) { ErrorLine(std::move(line)); }, [] {});
  if (!started) Stop("weir cannot watch its streams");
}

// The keeper says one thing and goes; a stream that ends early means the same without the words.
void ServerLink::AwaitReport() {
  boost::asio::async_read(control_, boost::asio::buffer(&report_, sizeof report_),
                          [self = shared_from_this()](error_code error, size_t) {
                            self->reported_ = !error;
                            if (!self->down_) self->KeeperGone();
                          });
}

void ServerLink::StreamClosed(const char* which) {
  if (stopping_) return;
  timer_.expires_after(kEndingPatience);
  timer_.async_wait([self = shared_from_this(), which](error_code error) {
    if (!error) self->Stop(std::string("it closed its ") + which);
  });
}

void ServerLink::Stop(std::string cause) {
  if (std::exchange(stopping_, true) || down_) return;
  cause_ = std::move(cause);
  input_->Close();
  shutdown(control_.native_handle(), SHUT_WR);
  timer_.expires_after(kKeeperDeadline);
  timer_.async_wait([self = shared_from_this()](error_code error) {
    if (!error && !self->down_) kill(self->keeper_, SIGKILL);
  });
}

void ServerLink::ErrorLine(Line line) {
  const auto now = std::chrono::steady_clock::now().time_since_epoch();
  if (!error_rate_.Allow(std::chrono::duration_cast<std::chrono::milliseconds>(now))) {
    ++errors_left_out_;
    return;
  }
  TellLeftOut();
  if (line.too_long) line.text += " …";
  events_.errors(std::move(line.text));
}

void ServerLink::TellLeftOut() {
  const size_t count = std::exchange(errors_left_out_, 0);
  if (count > 0) events_.errors("(" + std::to_string(count) + " lines left out)");
}

void ServerLink::KeeperGone() {
  waitpid(keeper_, nullptr, 0);  // its end of the socket closes only as it ends
  if (!reported_) events_.keeper_lost();
  timer_.cancel();
  input_->Close();
  errors_->Drain(kLastWordsBytesMax);
  output_->Drain(kLastWordsBytesMax);
  // A read that was under way is handed on first.
  boost::asio::post(io_, [self = shared_from_this()] { self->Down(); });
}

void ServerLink::Down() {
  if (std::exchange(down_, true)) return;
  TellLeftOut();
  Abandon();
  events_.down(Reason());
}

void ServerLink::Abandon() {
  down_ = true;
  error_code error;
  control_.close(error);
  timer_.cancel();
  input_->Close();
  output_->Close();
  errors_->Close();
}

std::string ServerLink::Reason() const {
  std::string reason = cause_.empty() ? "" : cause_ + "; ";
  const std::string value = std::to_string(report_.value);
  if (!reported_) {
    reason += "its keeper was killed";
  } else {
    switch (report_.ending) {
      case keeper::Ending::kExited:
        reason += "it exited with status " + value;
        break;
      case keeper::Ending::kSignalled:
        reason += "signal " + value + " ended it";
        break;
      case keeper::Ending::kNotStarted:
        reason += std::string("it could not be started: ") + std::strerror(report_.value);
        break;
    }
    if (report_.left_alive > 0) {
      reason += ", leaving " + std::to_string(report_.left_alive) + " unkillable processes behind";
    }
  }
  return reason;
}

}  // namespace weir::net

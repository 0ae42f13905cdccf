#include "runtime/net/reload.h"

#include <signal.h>

#include <boost/asio/post.hpp>
#include <exception>
#include <sstream>
#include <system_error>
#include <utility>

namespace weir::net {

using router::LogLevel;

Reloader::Reloader(boost::asio::io_context& io, Driver& driver, Observer& observer, ReadRules read)
    : io_(io), driver_(driver), observer_(observer), read_(std::move(read)), signals_(io, SIGHUP) {
  AwaitSignal();
}

void Reloader::AwaitSignal() {
  signals_.async_wait([this](boost::system::error_code error, int) {
    if (error) return;
    again_ = reading_;
    if (!reading_) Begin();
    AwaitSignal();
  });
}

void Reloader::Begin() try {
  reader_ = std::jthread([this] {
    boost::asio::post(io_, [this, result = Read()]() mutable { End(std::move(result)); });
  });
  reading_ = true;
} catch (const std::system_error& error) {  // no more threads
  Say({std::nullopt, error.what()});
}

RulesRead Reloader::Read() const try {
  return read_();
} catch (const std::exception& exception) {  // out of memory, mostly
  return {std::nullopt, exception.what()};
}

void Reloader::End(RulesRead result) {
  reading_ = false;
  if (std::exchange(again_, false)) return Begin();
  Say(result);
  if (result.rules) driver_.Reload(std::move(*result.rules));
}

void Reloader::Say(const RulesRead& result) {
  std::istringstream lines(result.said);
  const LogLevel level = result.rules ? LogLevel::kWarning : LogLevel::kError;
  for (std::string line; std::getline(lines, line);) observer_.Log(level, line);
  if (!result.rules) {
    observer_.Log(LogLevel::kError, "policy not reloaded: the one before goes on");
  }
}

}  // namespace weir::net

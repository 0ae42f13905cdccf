// SIGHUP: the rules are read anew, aside, while everything goes on; then the driver gets them.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <functional>
#include <optional>
#include <string>
#include <thread>

#include "runtime/net/driver.h"
#include "runtime/net/observer.h"

namespace weir::net {

struct RulesRead {
  std::optional<Rules> rules;  // nothing: something is wrong
  std::string said;            // lines for people: what is wrong or, beside rules, doubtful
};
using ReadRules = std::function<RulesRead()>;

// Where the rules are in order, they are served from then on. Where they are not, those from before
// stay, and the log says so.
class Reloader {
 public:
  // `read` is called on a thread of its own, one call at a time; a signal that comes during one has
  // it called once more, and only what that gives counts. The others outlive the reloader, whose
  // end waits for a call.
  Reloader(boost::asio::io_context& io, Driver& driver, Observer& observer, ReadRules read);

 private:
  void AwaitSignal();
  void Begin();
  RulesRead Read() const;
  void End(RulesRead result);
  void Say(const RulesRead& result);

  boost::asio::io_context& io_;
  Driver& driver_;
  Observer& observer_;
  ReadRules read_;
  boost::asio::signal_set signals_;
  bool reading_ = false;
  bool again_ = false;
  std::jthread reader_;
};

}  // namespace weir::net

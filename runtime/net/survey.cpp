#include "runtime/net/survey.h"

#include <signal.h>

#include <boost/asio/signal_set.hpp>
#include <exception>

#include "runtime/net/serve.h"

namespace weir::net {
namespace {

constexpr std::chrono::milliseconds kLookEvery{20};

// Looks until nothing has moved for kSurveyQuiet, keeps what it saw, and has the driver end.
class Look {
 public:
  Look(boost::asio::io_context& io, Driver& driver) : timer_(io), driver_(driver) { Again(); }

  std::optional<std::vector<router::Survey>> Take() { return std::move(seen_); }

 private:
  void Again() {
    timer_.expires_after(kLookEvery);
    timer_.async_wait([this](boost::system::error_code error) {
      if (!error) AtTime();
    });
  }

  void AtTime() {
    quiet_for_ = driver_.router().Quiet() ? quiet_for_ + kLookEvery : kLookEvery.zero();
    if (quiet_for_ < kSurveyQuiet) return Again();
    seen_ = driver_.router().Surveys();
    driver_.Shutdown();
  }

  boost::asio::steady_timer timer_;
  Driver& driver_;
  std::chrono::milliseconds quiet_for_{0};
  std::optional<std::vector<router::Survey>> seen_;
};

}  // namespace

Result<std::vector<router::Survey>> SurveyServers(std::shared_ptr<const Policy> policy,
                                                  Settings settings, Observer& observer) {
  if (!PrepareProcess()) return Error{"the kernel lets weir be no subreaper"};
  try {
    boost::asio::io_context io(1);
    Driver driver(io, std::move(policy), std::move(settings), observer);
    boost::asio::signal_set signals(io, SIGINT, SIGTERM, SIGHUP);
    signals.async_wait([&](boost::system::error_code error, int) {
      if (!error) driver.Shutdown();
    });
    Look look(io, driver);
    driver.Begin();
    io.run();
    auto seen = look.Take();
    if (!seen) return Error{"stopped by a signal"};
    return std::move(*seen);
  } catch (const std::exception& exception) {  // Boost.Asio's, out of descriptors or memory
    return Error{exception.what()};
  }
}

}  // namespace weir::net

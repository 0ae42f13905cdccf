// Writes lines to a descriptor on the event loop, in order, from a queue that knows its size.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <deque>
#include <functional>
#include <memory>
#include <string>

#include "runtime/net/unique_fd.h"

namespace weir::net {

// From here on whoever feeds the queue is held back …
inline constexpr size_t kQueueBytesSoftMax = size_t{4} << 20;
// … unless the other side has taken less than so much in so long: then it must not hold up anyone
// else, until it has caught up. One that takes a byte now and then is no better than one that takes
// nothing.
inline constexpr std::chrono::milliseconds kStallPatience{1'000};
inline constexpr size_t kTakenBytesMin = size_t{1} << 20;

// Lives in a shared_ptr, which a write under way holds too; its owner calls Close before the
// callbacks become invalid. One thread.
class LineWriter : public std::enable_shared_from_this<LineWriter> {
 public:
  struct Events {
    std::function<void()> changed;  // backed_up() may have changed, or the queue has run empty
    std::function<void()> failed;   // nobody reads any more; once, and nothing after it
  };

  explicit LineWriter(boost::asio::io_context& io);

  // Takes the descriptor over. False: it cannot be written.
  bool Start(UniqueFd output, Events events);
  // `line` without a line break. Dropped once closed.
  void Send(std::string line);
  // What is queued is lost, the other side sees the end. No callback after this.
  void Close();

  size_t queued_bytes() const { return queued_bytes_; }
  bool closed() const { return closed_; }
  // More than kQueueBytesSoftMax waits for a reader that is still reading.
  bool backed_up() const { return is_long() && !stalled_; }

 private:
  void Write();
  void Wrote(size_t size);
  bool is_long() const { return queued_bytes_ > kQueueBytesSoftMax; }
  void Watch();
  void Look();
  void Fail();

  boost::asio::posix::stream_descriptor output_;
  boost::asio::steady_timer stall_timer_;
  Events events_;
  std::deque<std::string> queue_;
  size_t written_of_front_ = 0;
  size_t queued_bytes_ = 0;
  size_t taken_bytes_ = 0;  // while watched, since the watch last looked
  bool writing_ = false;
  bool watched_ = false;
  bool stalled_ = false;
  bool closed_ = true;
};

}  // namespace weir::net

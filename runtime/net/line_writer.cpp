#include "runtime/net/line_writer.h"

#include <boost/asio/buffer.hpp>
#include <utility>

namespace weir::net {

using boost::system::error_code;

LineWriter::LineWriter(boost::asio::io_context& io) : output_(io), stall_timer_(io) {}

bool LineWriter::Start(UniqueFd output, Events events) {
  error_code error;
  output_.assign(output.get(), error);
  if (error) return false;
  output.release();
  events_ = std::move(events);
  closed_ = false;
  return true;
}

void LineWriter::Send(std::string line) {
  if (closed_) return;
  line.push_back('\n');
  queued_bytes_ += line.size();
  queue_.push_back(std::move(line));
  if (!writing_) Write();
  if (!is_long()) return;
  if (!watched_) Watch();
  events_.changed();
}

void LineWriter::Write() {
  writing_ = true;
  const std::string& front = queue_.front();
  output_.async_write_some(
      boost::asio::buffer(front.data() + written_of_front_, front.size() - written_of_front_),
      [self = shared_from_this()](error_code error, size_t size) {
        self->writing_ = false;
        if (self->closed_) return;
        if (error) return self->Fail();
        self->Wrote(size);
      });
}

void LineWriter::Wrote(size_t size) {
  queued_bytes_ -= size;
  taken_bytes_ += size;
  stalled_ = stalled_ && is_long();
  written_of_front_ += size;
  if (written_of_front_ == queue_.front().size()) {
    queue_.pop_front();
    written_of_front_ = 0;
  }
  if (!queue_.empty()) Write();
  events_.changed();
}

void LineWriter::Watch() {
  watched_ = true;
  taken_bytes_ = 0;
  stall_timer_.expires_after(kStallPatience);
  stall_timer_.async_wait([self = shared_from_this()](error_code error) {
    if (!error && !self->closed_) self->Look();
  });
}

void LineWriter::Look() {
  watched_ = false;
  if (!is_long()) return;
  stalled_ = stalled_ || taken_bytes_ < kTakenBytesMin;
  Watch();
  events_.changed();
}

void LineWriter::Fail() {
  Close();
  events_.failed();
}

void LineWriter::Close() {
  closed_ = true;
  error_code error;
  output_.close(error);
  stall_timer_.cancel();
  queued_bytes_ = 0;  // the queue itself stays as long as a write may be under way
}

}  // namespace weir::net

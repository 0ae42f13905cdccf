#include "runtime/net/line_reader.h"

#include <boost/asio/buffer.hpp>
#include <utility>

namespace weir::net {

using boost::system::error_code;

LineReader::LineReader(boost::asio::io_context& io, size_t line_bytes_max)
    : input_(io), splitter_(line_bytes_max) {}

bool LineReader::Start(UniqueFd input, OnLine on_line, OnEnd on_end) {
  error_code error;
  input_.assign(input.get(), error);
  if (error) return false;
  input.release();
  on_line_ = std::move(on_line);
  on_end_ = std::move(on_end);
  closed_ = false;
  Read();
  return true;
}

void LineReader::SetPaused(bool paused) {
  paused_ = paused;
  if (!paused_) Read();
}

void LineReader::Read() {
  if (closed_ || paused_ || reading_) return;
  reading_ = true;
  input_.async_read_some(boost::asio::buffer(chunk_),
                         [self = shared_from_this()](error_code error, size_t size) {
                           if (!self->closed_ && !error) self->HandOn(size);
                           self->Continue(error);
                         });
}

void LineReader::Continue(error_code error) {
  reading_ = false;
  if (closed_) return;
  if (draining_bytes_ > 0) return DrainNow();
  error ? End() : Read();
}

void LineReader::HandOn(size_t size) {
  std::string_view rest(chunk_.data(), size);
  while (!closed_) {
    std::optional<Line> line = splitter_.Take(rest);
    if (!line) return;
    on_line_(std::move(*line));
  }
}

void LineReader::End() {
  if (auto line = splitter_.Finish()) on_line_(std::move(*line));
  if (closed_) return;
  Close();
  on_end_();
}

void LineReader::Drain(size_t bytes_max) {
  if (closed_) return;
  draining_bytes_ = bytes_max;
  error_code error;
  // A read under way may already have taken bytes: its handler goes first.
  reading_ ? void(input_.cancel(error)) : DrainNow();
}

void LineReader::DrainNow() {
  reading_ = true;
  error_code error;
  input_.non_blocking(true, error);
  for (size_t drained = 0; !closed_ && !error && drained < draining_bytes_;) {
    const size_t size = input_.read_some(boost::asio::buffer(chunk_), error);
    if (!error) HandOn(size);
    drained += size;
  }
  if (!closed_) End();
}

void LineReader::Close() {
  closed_ = true;
  error_code error;
  input_.close(error);
}

}  // namespace weir::net

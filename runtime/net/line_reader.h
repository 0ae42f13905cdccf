// Reads a descriptor line by line on the event loop. Pipes, sockets and terminals, and regular
// files too.
#pragma once

#include <array>
#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <functional>
#include <memory>

#include "runtime/net/line_splitter.h"
#include "runtime/net/unique_fd.h"

namespace weir::net {

// Lives in a shared_ptr, which a read under way holds too; its owner calls Close before the
// callbacks become invalid. One thread.
class LineReader : public std::enable_shared_from_this<LineReader> {
 public:
  using OnLine = std::function<void(Line)>;
  using OnEnd = std::function<void()>;  // the input has ended or failed; once, and nothing after it

  LineReader(boost::asio::io_context& io, size_t line_bytes_max);

  // Takes the descriptor over. False: it cannot be read (then `on_end` is not called).
  bool Start(UniqueFd input, OnLine on_line, OnEnd on_end);
  // A paused reader lets the writer's side fill up. What was already read is still handed on: one
  // chunk at most.
  void SetPaused(bool paused);
  // Reads what is there now without waiting, paused or not, about `bytes_max` at most, and ends.
  // For the last words of a process.
  void Drain(size_t bytes_max);
  // No callback after this.
  void Close();
  bool closed() const { return closed_; }

 private:
  static constexpr size_t kChunkBytes = 64 * 1024;

  void Read();
  void Continue(boost::system::error_code error);
  void DrainNow();
  void HandOn(size_t size);
  void End();

  boost::asio::posix::stream_descriptor input_;
  LineSplitter splitter_;
  OnLine on_line_;
  OnEnd on_end_;
  std::array<char, kChunkBytes> chunk_;
  size_t draining_bytes_ = 0;
  bool reading_ = false;  // chunk_ is taken: by a read, or by lines that are still handed on
  bool paused_ = false;
  bool closed_ = true;
};

}  // namespace weir::net

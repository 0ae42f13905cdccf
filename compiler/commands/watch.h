// Waits for files to change.
#pragma once

#include <string>
#include <vector>

#include "compiler/base/result.h"

namespace weir::commands {

// Watches the folders of files by inotify, so that an editor that replaces a file is noticed too.
// One thread.
class Watch {
 public:
  static Result<Watch> Start(const std::vector<std::string>& files);
  ~Watch();
  Watch(Watch&& other) noexcept;
  Watch& operator=(Watch&&) = delete;
  Watch(const Watch&) = delete;

  // Returns once one of the files' folders has changed and then been quiet for a moment: an editor
  // writes a file in several steps. False: it can watch no longer.
  bool Wait();

 private:
  explicit Watch(int descriptor) : descriptor_(descriptor) {}

  // Reads what has happened. True: to a policy.
  bool Drain();

  int descriptor_;
};

}  // namespace weir::commands

#include "runtime/router/survey.h"

#include <algorithm>

#include "runtime/router/impl.h"

namespace weir::router {

// Down counts: it is settled, and its survey says that it is not there.
bool Router::Impl::Quiet() const {
  return Settled() && std::all_of(links_.begin(), links_.end(), [](const ServerLink& link) {
           return link.state != LinkState::kListing && !link.relist_at;
         });
}

std::vector<Survey> Router::Impl::Surveys() const {
  std::vector<Survey> surveys;
  for (const ServerLink& link : links_) {
    Survey survey{link.initialized, link.lists, link.list_problems};
    if (link.state != LinkState::kReady) {
      survey.problems.push_back("it is not running" +
                                (link.ended.empty() ? "" : " (" + json::Quote(link.ended) + ")"));
    }
    surveys.push_back(std::move(survey));
  }
  return surveys;
}

}  // namespace weir::router

#pragma once

#include <string>

#include "aws/context.h"
#include "aws/sign.h"
#include "core/result.h"
#include "core/time.h"

namespace winnow {

/// Why nothing can sign for AWS here; empty if the environment names a place for the credentials chain (keys, a web
/// identity, a profile in the shared files, a container), or the machine is one of EC2, whose metadata may have some.
/// Asks nobody.
std::string lack_of_aws_credentials(const aws::Environment& environment);

/// Current credentials of this process, by the chain of aws/credentials.h: opened when it is first asked, renewed by
/// itself. Safe from several threads. Errors: those of the chain.
Result<aws::Credentials> process_aws_credentials(const Deadline& deadline);

/// The region of the environment, else of the profile; empty if none names one.
std::string aws_region(const aws::Environment& environment);

}  // namespace winnow

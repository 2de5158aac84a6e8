# One image for the command line, the local page and every Lambda function: the program, what it loads, and nothing else.
# Built and tried by scripts/image, with docker, podman or buildah; docs/installation.md says how to use it.
ARG BASE=docker.io/library/debian:bookworm-slim

FROM ${BASE} AS build
ENV LANG=C.UTF-8
WORKDIR /src
COPY scripts/setup scripts/setup-libraries scripts/
RUN scripts/setup --build-only
COPY . .
# What ends up in the image hangs on these two, on the sources and on Debian's packages: same in, same digest.
ARG COMMIT=unknown
ARG SOURCE_DATE_EPOCH=0
ENV CCACHE_DIR=/ccache CCACHE_BASEDIR=/src CCACHE_NOHASHDIR=1
RUN --mount=type=cache,id=winnow-ccache,target=/ccache \
  cmake --preset release -DWINNOW_TESTS=OFF -DWINNOW_COMMIT="$COMMIT" >/dev/null && \
  cmake --build --preset release -- --quiet && \
  tools/image/root_filesystem build/release /image

# `--target test`: the unit suites, run where the image is built. scripts/image leaves them out; CI does not.
FROM build AS test
RUN scripts/setup
RUN --mount=type=cache,id=winnow-ccache,target=/ccache \
  cmake --preset release -DWINNOW_TESTS=ON >/dev/null && cmake --build --preset release --target unit_tests -- --quiet && \
  ctest --preset release --no-tests=error -L unit

FROM scratch
ARG VERSION=0.0.0
ARG COMMIT=unknown
ARG CREATED=1970-01-01T00:00:00Z
ARG SOURCE=https://example.org/winnow
LABEL org.opencontainers.image.title="winnow" \
  org.opencontainers.image.description="Finds, among everything that is written, what is worth an engineer's time, with proof" \
  org.opencontainers.image.licenses="Apache-2.0" \
  org.opencontainers.image.version="${VERSION}" \
  org.opencontainers.image.revision="${COMMIT}" \
  org.opencontainers.image.created="${CREATED}" \
  org.opencontainers.image.source="${SOURCE}"
COPY --from=build /image /
# The root file system may be read-only: memory and reports go to /data, and what is temporary to /tmp.
ENV HOME=/data WINNOW_DATA=/data SSL_CERT_FILE=/etc/ssl/certs/ca-certificates.crt
VOLUME /data
WORKDIR /data
USER 65532:65532
ENTRYPOINT ["/usr/bin/winnow"]
CMD ["--help"]

# The API in a container: an unprivileged user, nothing written outside /tmp, ready when /readyz says so.
FROM python:3.13-slim-bookworm AS build
WORKDIR /src
RUN python -m venv /opt/rete
COPY requirements.lock ./
RUN /opt/rete/bin/pip install --no-cache-dir --require-hashes -r requirements.lock
COPY . .
RUN /opt/rete/bin/pip install --no-cache-dir --no-deps .

FROM python:3.13-slim-bookworm
ENV PATH=/opt/rete/bin:$PATH PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1
COPY --from=build /opt/rete /opt/rete
RUN useradd --system --uid 10001 --no-create-home rete && install -d -o rete /cache /known
USER 10001
EXPOSE 8765
HEALTHCHECK --interval=10s --timeout=5s --start-period=20s --retries=6 \
  CMD ["python", "-c", "import urllib.request as r; r.urlopen('http://127.0.0.1:8765/readyz', timeout=4)"]
ENTRYPOINT ["rete"]
CMD ["serve", "--host", "0.0.0.0", "--port", "8765"]

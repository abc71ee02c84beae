# Two stages: the packages are installed from the lock, hashes checked, and only they come along.
FROM python:3.13-slim AS packages
COPY requirements.txt /tmp/requirements.txt
RUN python -m venv /opt/easel \
    && /opt/easel/bin/pip install --no-cache-dir --disable-pip-version-check --no-deps \
        --require-hashes -r /tmp/requirements.txt

FROM python:3.13-slim
ENV PATH=/opt/easel/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    DATABASE_PATH=/data/easel.db
# Chinese letters for the pictures of /admin usage, in the smallest package that has them; without
# them those pictures are in English. (Not pinned: Debian's mirrors keep the newest version alone.)
# hadolint ignore=DL3008
RUN apt-get update && apt-get install --yes --no-install-recommends fonts-wqy-microhei \
    && rm -rf /var/lib/apt/lists/*
RUN useradd --uid 10001 --user-group --no-create-home --shell /usr/sbin/nologin easel \
    && install --directory --owner easel --group easel /data
COPY --from=packages /opt/easel /opt/easel
WORKDIR /app
COPY bot bot
COPY cogs cogs
USER 10001:10001
VOLUME /data
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s --retries=3 \
    CMD ["python", "-m", "bot.healthy"]
STOPSIGNAL SIGTERM
ENTRYPOINT ["python", "-m", "bot"]
CMD ["run"]

# One image for web and workers; docker-compose.yml says which is which.
FROM node:22-bookworm-slim AS front-end
WORKDIR /srv
COPY package.json package-lock.json .npmrc ./
RUN npm ci --ignore-scripts --omit=dev

FROM python:3.11-slim-bookworm
RUN apt-get update \
    && apt-get install -y --no-install-recommends bubblewrap ffmpeg gettext libvoikko1 poppler-utils voikko-fi \
       dict-freedict-fin-eng dict-freedict-eng-fin dict-freedict-fin-swe dict-freedict-swe-fin \
       dict-freedict-swe-eng dict-freedict-eng-swe \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /srv
COPY requirements.lock ./
RUN pip install --no-cache-dir --require-hashes -r requirements.lock
COPY . .
COPY --from=front-end /srv/node_modules node_modules
RUN useradd --system --create-home kierto \
    && for po in oer/locale/*/LC_MESSAGES/*.po oer/site/wagtail_locale/*/LC_MESSAGES/*.po; do msgfmt -o "${po%.po}.mo" "$po"; done \
    && mkdir -p var/media var/index
ENV DJANGO_SETTINGS_MODULE=oer.settings.production PYTHONUNBUFFERED=1
# The values only let the settings load; nothing of them stays in the image.
RUN SECRET_KEY=collecting SITE_URL=http://localhost python manage.py collectstatic --noinput --verbosity 0 \
    && chown -R kierto var
USER kierto
EXPOSE 8000
CMD ["gunicorn", "oer.wsgi:application", "--bind", "0.0.0.0:8000", "--worker-class", "gthread", \
     "--workers", "2", "--threads", "8", "--timeout", "120", "--no-control-socket"]

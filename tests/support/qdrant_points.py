"""What the stand-in for a Qdrant server keeps: collections of points, their filters and queries, in memory."""
import math
import uuid


class Refused(Exception):
    def __init__(self, status, message):
        super().__init__(message)
        self.status = status
        self.message = message


def point_id(value):
    """Ids are unsigned integers or UUIDs; both sort as the server sorts them."""
    if isinstance(value, int) and value >= 0:
        return value
    try:
        return str(uuid.UUID(value))
    except (ValueError, AttributeError, TypeError):
        raise Refused(400, f"Format error in JSON body: value {value} is not a valid point ID, valid values are either an "
                           "unsigned integer or a UUID") from None


def order(key):
    return (0, key, "") if isinstance(key, int) else (1, 0, key)


def moment(text):
    """A date as a number that compares; good for RFC 3339 with or without an offset."""
    from datetime import datetime, timezone
    parsed = datetime.fromisoformat(text.replace("Z", "+00:00"))
    return (parsed if parsed.tzinfo else parsed.replace(tzinfo=timezone.utc)).timestamp()


def values_of(payload, key):
    value = payload.get(key)
    return value if isinstance(value, list) else [] if value is None else [value]


def in_range(value, bounds):
    def number(x):
        return moment(x) if isinstance(x, str) else x
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        return False
    try:
        value = number(value)
        checks = {"gte": value.__ge__, "gt": value.__gt__, "lt": value.__lt__, "lte": value.__le__}
        return all(checks[name](float(number(bound))) is True for name, bound in bounds.items() if bound is not None)
    except ValueError:
        return False


def holds(condition, key, payload):
    if "has_id" in condition:
        return key in [point_id(each) for each in condition["has_id"]]
    if "must" in condition or "must_not" in condition or "should" in condition:
        return matches(condition, key, payload)
    found = values_of(payload, condition["key"])
    if "match" in condition:
        match = condition["match"]
        wanted = match["any"] if "any" in match else [match["value"]]
        return any(type(value) is type(each) and value == each for value in found for each in wanted)
    if "range" in condition:
        return any(in_range(float(value) if isinstance(value, int) else value, condition["range"]) for value in found)
    raise Refused(400, "Format error in JSON body: data did not match any variant of untagged enum Condition")


def matches(condition, key, payload):
    def listed(name):
        part = condition.get(name) or []
        return part if isinstance(part, list) else [part]
    return (all(holds(each, key, payload) for each in listed("must"))
            and not any(holds(each, key, payload) for each in listed("must_not"))
            and (not listed("should") or any(holds(each, key, payload) for each in listed("should"))))


class Collection:
    def __init__(self, body):
        vectors = body.get("vectors") or {}
        for config in vectors.values():
            if not isinstance(config, dict) or config.get("size", 0) < 1 or config.get("distance") not in (
                    "Cosine", "Dot", "Euclid", "Manhattan"):
                raise Refused(400, "Format error in JSON body: data did not match any variant of untagged enum "
                                   "VectorsConfig at line 1 column 55")
        self.vectors = vectors
        self.sparse = body.get("sparse_vectors") or {}
        self.schema = {}
        self.points = {}
        self.operation = 0

    # writing

    def checked(self, point):
        vector = point.get("vector", {})
        named = vector if isinstance(vector, dict) else {"": vector}
        for name, value in named.items():
            if name in self.vectors:
                size = self.vectors[name]["size"]
                if len(value) != size:
                    raise Refused(400, f"Wrong input: Vector dimension error: expected dim: {size}, got {len(value)} for vector '{name}'")
            elif name in self.sparse:
                if len(set(value["indices"])) != len(value["indices"]):
                    raise Refused(422, "Validation error in JSON body: [points[0].vector.?.indices: Validation error: must be unique [{}]]")
                if len(value["indices"]) != len(value["values"]):
                    raise Refused(422, "Validation error in JSON body: [points[0].vector.?.values: Validation error: must be the "
                                       "same length as indices [{}]]")
            else:
                raise Refused(400, f"Wrong input: Not existing vector name error: {name}")
        return point_id(point["id"]), {name: self.stored(name, value) for name, value in named.items()}, point.get("payload") or {}

    def stored(self, name, value):
        if name in self.sparse:
            pairs = sorted(zip(value["indices"], value["values"]))
            return {"indices": [pair[0] for pair in pairs], "values": [pair[1] for pair in pairs]}
        length = math.sqrt(sum(x * x for x in value))  # cosine: kept at unit length
        return [x / length for x in value] if length > 0 else list(value)

    def upsert(self, body):
        points = body.get("points")
        if not points:
            raise Refused(400, "Bad request: Empty update request")
        for key, vectors, payload in [self.checked(point) for point in points]:
            self.points[key] = (vectors, payload)

    def delete(self, selector):
        if "points" in selector:
            for each in selector["points"]:
                self.points.pop(point_id(each), None)
        elif "filter" in selector:
            for key in [key for key, (_, payload) in self.points.items() if matches(selector["filter"], key, payload)]:
                del self.points[key]
        else:
            raise Refused(400, "Format error in JSON body: data did not match any variant of untagged enum PointsSelector")

    def chosen(self, body):
        """The points that an operation on payloads names."""
        if "points" in body:
            return [key for key in map(point_id, body["points"]) if key in self.points]
        return list(self.kept(body["filter"]))

    def set_payload(self, body):
        for key in self.chosen(body):
            self.points[key][1].update(body["payload"])

    def delete_payload(self, body):
        for key in self.chosen(body):
            for name in body["keys"]:
                self.points[key][1].pop(name, None)

    def done(self, wait):
        self.operation += 1
        return {"operation_id": self.operation, "status": "completed" if wait else "acknowledged"}

    # reading

    def shown(self, key, body, score=None):
        vectors, payload = self.points[key]
        point = {"id": key}
        if score is not None:
            point.update(version=0, score=score)
        wanted = body.get("with_payload", False)
        if wanted:
            point["payload"] = {k: v for k, v in payload.items() if wanted is True or k in wanted}
        wanted = body.get("with_vector", False)
        if wanted:
            point["vector"] = {k: v for k, v in vectors.items() if wanted is True or k in wanted}
        return point

    def kept(self, condition):
        for key in sorted(self.points, key=order):
            if matches(condition or {}, key, self.points[key][1]):
                yield key

    def scored(self, query, using, condition, threshold=None):
        """(score, key), best first; equal scores in the order of ids. Nothing below the threshold."""
        if isinstance(query, dict) and "nearest" in query:
            query = query["nearest"]
        if isinstance(query, dict) and "indices" in query:
            if using in self.vectors:
                raise Refused(400, "Wrong input: Conversion between sparse and regular vectors failed")
            scores = self.sparse_scores(query, using, condition)
        else:
            if using not in self.vectors:
                raise Refused(400, f"Wrong input: Not existing vector name error: {using}")
            size = self.vectors[using]["size"]
            if len(query) != size:
                raise Refused(400, f"Wrong input: Vector dimension error: expected dim: {size}, got {len(query)}")
            unit = self.stored(using, query)
            scores = [(sum(a * b for a, b in zip(unit, self.points[key][0][using])), key)
                      for key in self.kept(condition) if using in self.points[key][0]]
        scores = [(score, key) for score, key in scores if threshold is None or score >= threshold]
        return sorted(scores, key=lambda pair: (-pair[0], order(pair[1])))

    def sparse_scores(self, query, using, condition):
        if using not in self.sparse:
            raise Refused(400, f"Wrong input: Not existing vector name error: {using}")
        holders = [vectors[using] for vectors, _ in self.points.values() if using in vectors]
        weight = dict(zip(query["indices"], query["values"]))
        if self.sparse[using].get("modifier") == "idf":
            for index in weight:
                count = sum(1 for vector in holders if index in vector["indices"])
                weight[index] *= math.log(1 + (len(holders) - count + 0.5) / (count + 0.5))
        scores = []
        for key in self.kept(condition):
            vector = self.points[key][0].get(using)
            shared = [weight[i] * v for i, v in zip(vector["indices"], vector["values"]) if i in weight] if vector else []
            if shared:
                scores.append((sum(shared), key))
        return scores

    def search(self, body):
        """(score, key) of a query with or without prefetches."""
        query = body.get("query")
        condition = body.get("filter")
        if isinstance(query, dict) and ("fusion" in query or "rrf" in query):
            prefetches = body.get("prefetch")
            if not prefetches:
                raise Refused(400, "Wrong input: Validation failed: cannot apply Fusion without prefetches")
            options = query.get("rrf") or {}
            k = options.get("k", 2)
            weights = options.get("weights") or [1.0] * len(prefetches)
            scores = {}
            for weight, each in zip(weights, prefetches):
                both = {"must": [part for part in (each.get("filter"), condition) if part]}
                ranked = self.scored(each["query"], each["using"], both, each.get("score_threshold"))
                for place, (_, key) in enumerate(ranked[: each.get("limit", 10)]):
                    scores[key] = scores.get(key, 0) + 1 / ((place + 1) / weight + k - 1)
            return sorted(((score, key) for key, score in scores.items()), key=lambda pair: (-pair[0], order(pair[1])))
        if query is None:
            return [(1.0, key) for key in self.kept(condition)]
        return self.scored(query, body.get("using", ""), condition, body.get("score_threshold"))

    def query(self, body):
        return {"points": [self.shown(key, body, score) for score, key in self.search(body)[: body.get("limit", 10)]]}

    def groups(self, body):
        groups = {}
        for score, key in self.search(body):
            for value in values_of(self.points[key][1], body["group_by"]):
                hits = groups.setdefault(value, [])
                if len(hits) < body.get("group_size", 3):
                    hits.append(self.shown(key, body, score))
        return {"groups": [{"hits": hits, "id": value} for value, hits in groups.items()][: body.get("limit", 10)]}

    def scroll(self, body):
        offset = body.get("offset")
        keys = [key for key in self.kept(body.get("filter")) if offset is None or order(key) >= order(point_id(offset))]
        limit = body.get("limit", 10)
        body = {"with_payload": True, **body}
        return {"points": [self.shown(key, body) for key in keys[:limit]],
                "next_page_offset": keys[limit] if len(keys) > limit else None}

    def description(self):
        counts = {field: {"data_type": schema if isinstance(schema, str) else schema["type"],
                          "points": sum(1 for _, payload in self.points.values() if payload.get(field) is not None)}
                  for field, schema in self.schema.items()}
        params = {"vectors": self.vectors, "shard_number": 1, "replication_factor": 1, "write_consistency_factor": 1,
                  "on_disk_payload": True}
        if self.sparse:
            params["sparse_vectors"] = self.sparse
        return {"status": "green", "optimizer_status": "ok", "indexed_vectors_count": 0, "points_count": len(self.points),
                "segments_count": 2, "config": {"params": params}, "payload_schema": counts}

"""Bedrock with the credentials that AWS's tools find: as a judge, and as a maker of vectors."""

import json
import unittest

import models
from models import KEYS
from program import ProgramTest


class BedrockWeb(models.Web):
    """Also a container's credentials, and InvokeModel of models that make vectors."""

    def do_GET(self):
        if self.path == "/credentials":
            self.server.tokens.append(self.headers["Authorization"])
            return self.send(200, {"AccessKeyId": "ASIACONTAINER", "SecretAccessKey": "container-secret-0123456789", "Token": "session-of-it",
                                   "Expiration": "2099-01-01T00:00:00Z"})
        return super().do_GET()

    def do_POST(self):
        if not self.path.endswith("/invoke"):
            return super().do_POST()
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        with self.server.lock:
            self.server.asked.append((self.path, body, dict(self.headers.items())))
        if "inputText" in body:
            return self.send(200, {"embedding": [0.5] * body.get("dimensions", 1024), "inputTextTokenCount": 5})
        return self.send(200, {"embeddings": {"float": [[0.25] * 4 for _ in body["texts"]]}})


class Bedrock(ProgramTest):
    def setUp(self):
        super().setUp()
        self.server, self.base, self.settings = models.serve(self)
        self.server.RequestHandlerClass, self.server.tokens = BedrockWeb, []
        self.settings["AWS_EC2_METADATA_DISABLED"] = "true"

    def run_page(self, *arguments, method="bedrock", expect=0, **extra):
        result = self.winnow("run", "code review", self.base + "/a", "--json", "--method", method, *arguments, "-vv",
                             expect=expect, **{**self.settings, **extra})
        self.said = result.stdout + result.stderr
        return json.loads(result.stdout) if expect == 0 else None

    def signer(self, part):
        return next(headers for path, _, headers in self.server.asked if path.endswith(part))

    def write_profile(self):
        (self.folder / ".aws").mkdir()
        self.write(".aws/credentials", "[default]\naws_access_key_id = AKIADEFAULT\naws_secret_access_key = no\n"
                   "[judge]\naws_access_key_id = AKIAPROFILE\naws_secret_access_key = profile-secret-0123456789\n")
        self.write(".aws/config", "[profile judge]\nregion = eu-west-3\n")

    def test_signs_with_the_keys_and_the_region_of_a_profile(self):
        self.write_profile()
        del self.settings["WINNOW_MODELS__BEDROCK__REGION"]
        self.assertEqual(self.run_page(AWS_PROFILE="judge")["evaluated_urls"], 1)
        authorization = self.signer("/converse")["Authorization"]
        self.assertIn("Credential=AKIAPROFILE/", authorization)
        self.assertIn("/eu-west-3/bedrock/aws4_request", authorization)
        self.assertNotIn("profile-secret", self.said)

    def test_signs_with_the_keys_of_a_container(self):
        report = self.run_page(AWS_CONTAINER_CREDENTIALS_FULL_URI=self.base + "/credentials", AWS_CONTAINER_AUTHORIZATION_TOKEN="Bearer x")
        self.assertEqual(report["evaluated_urls"], 1)
        headers = self.signer("/converse")
        self.assertIn("Credential=ASIACONTAINER/", headers["Authorization"])
        self.assertEqual({name.lower(): value for name, value in headers.items()}["x-amz-security-token"], "session-of-it")
        self.assertEqual(self.server.tokens, ["Bearer x"])  # asked once
        for text in ("container-secret", "session-of-it"):
            self.assertNotIn(text, self.said)

    def test_a_key_of_its_own_goes_before_credentials(self):
        self.write_profile()
        self.run_page(AWS_BEARER_TOKEN_BEDROCK=KEYS["AWS_BEARER_TOKEN_BEDROCK"], AWS_PROFILE="judge")
        self.assertTrue(self.signer("/converse")["Authorization"].startswith("Bearer "))

    def test_without_any_it_says_what_there_could_be(self):
        self.run_page(expect=2)
        self.assertIn("neither keys in the environment", self.said)
        self.assertEqual(self.server.asked, [])

    def embedder(self, model, dimensions):
        return {"WINNOW_EMBED__KIND": "bedrock", "WINNOW_EMBED__ENDPOINT": self.base, "WINNOW_EMBED__MODEL": model,
                "WINNOW_EMBED__DIMENSIONS": str(dimensions), "WINNOW_EMBED__REGION": "eu-central-1", "AWS_PROFILE": "judge"}

    def test_titan_makes_the_vectors_of_the_index(self):
        self.write_profile()
        settings = self.embedder("amazon.titan-embed-text-v2:0", 512)
        self.assertEqual(self.run_page(method="local", **settings).get("warnings", []), [])
        calls = [(path, body) for path, body, _ in self.server.asked]
        self.assertTrue(calls)
        self.assertEqual({path for path, _ in calls}, {"/model/amazon.titan-embed-text-v2%3A0/invoke"})
        self.assertEqual({body["dimensions"] for _, body in calls}, {512})
        self.assertIn("Credential=AKIAPROFILE/", self.signer("/invoke")["Authorization"])
        found = self.winnow("search", "code review", "--format", "json", **{**self.settings, **settings})
        self.assertIn("/a", found.stdout)

    def test_cohere_tells_questions_from_documents(self):
        self.write_profile()
        settings = self.embedder("eu.cohere.embed-v4:0", 4)
        self.run_page(method="local", **settings)
        self.winnow("search", "code review", **{**self.settings, **settings})
        kinds = [body["input_type"] for _, body, _ in self.server.asked]
        self.assertEqual((kinds[0], kinds[-1]), ("search_document", "search_query"))

    def test_an_embedder_without_credentials_says_so(self):
        settings = {**self.settings, **self.embedder("amazon.titan-embed-text-v2:0", 1024), "AWS_PROFILE": ""}
        result = self.winnow("search", "code review", "--mode", "semantic", expect=None, **settings)
        self.assertNotEqual(result.returncode, 0)
        self.assertIn("embedder bedrock", result.stderr)
        self.assertIn("only words were searched", self.winnow("search", "code review", **settings).stderr)


if __name__ == "__main__":
    unittest.main()

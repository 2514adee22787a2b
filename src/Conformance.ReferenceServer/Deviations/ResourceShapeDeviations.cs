using System.Text.Json.Nodes;

namespace Conformance.Reference;

/// <summary>What goes wrong with the shape of models, batches, files, skills and the organization.</summary>
internal static class ResourceShapeDeviations
{
    private const long Unix = 1_759_000_000;

    private static readonly string[] Models = ["models.list", "models.get"];
    private static readonly string[] Batches = ["batches.list", "batches.get", "batches.create", "batches.cancel"];
    private static readonly string[] Files = ["files.list", "files.get", "files.upload"];
    private static readonly string[] Skills = ["skills.list", "skills.get", "skills.create"];
    private static readonly string[] Organization = ["organization.get"];

    public static IEnumerable<Deviation> All { get; } =
    [
        .. Missing("shape.model", "model", Models, "type", "id", "display_name", "created_at"),
        Wrong("shape.model", "model-created-unix", "created_at of a model is a number of seconds.", Models, "created_at", () => Unix),
        Wrong(
            "shape.model", "model-created-local", "created_at of a model has no offset.", Models, "created_at",
            () => "2025-10-15 00:00:00"),
        Wrong("shape.model", "model-type-other", "The type of a model is \"object\".", Models, "type", () => "object"),

        .. Missing(
            "shape.batch",
            "batch",
            Batches,
            "type", "id", "processing_status", "request_counts", "created_at", "expires_at", "ended_at",
            "cancel_initiated_at", "archived_at", "results_url"),
        Wrong("shape.batch", "batch-created-unix", "created_at of a batch is a number of seconds.", Batches, "created_at", () => Unix),
        Wrong(
            "shape.batch", "batch-status-other", "processing_status of a batch is \"completed\".", Batches, "processing_status",
            () => "completed"),
        new("batch-count-missing", "request_counts of a batch has no succeeded.", "translating gateways")
        {
            Rules = ["shape.batch"],
            Bend = Answering.ChangingEach(Batches, item => item["request_counts"]!.AsObject().Remove("succeeded")),
        },

        .. Missing(
            "shape.file",
            "file",
            Files,
            "type", "id", "filename", "mime_type", "size_bytes", "created_at"),
        Wrong("shape.file", "file-size-text", "size_bytes of a file is a text.", Files, "size_bytes", () => "22"),
        Wrong("shape.file", "file-created-unix", "created_at of a file is a number of seconds.", Files, "created_at", () => Unix),

        .. Missing("shape.skill", "skill", Skills, "type", "id", "display_name", "latest_version_id", "source", "created_at", "updated_at"),
        Wrong("shape.skill", "skill-created-unix", "created_at of a skill is a number of seconds.", Skills, "created_at", () => Unix),

        .. Missing("shape.organization", "organization", Organization, "type", "id", "name"),
        Wrong(
            "shape.organization", "organization-type-other", "The type of the organization is \"org\".", Organization, "type", () => "org"),
        Wrong("shape.organization", "organization-id-number", "The id of the organization is a number.", Organization, "id", () => 1),
    ];

    private static IEnumerable<Deviation> Missing(string rule, string what, string[] operations, params string[] members) =>
        members.Select(member => new Deviation(
            $"{what}-{member.Replace('_', '-')}-missing", $"What is a {what} has no {member}.", "translating gateways")
        {
            Rules = [rule],
            Bend = Answering.Without(member == "id" ? Alone(operations) : operations, member),
        });

    // In a list the id is what other rules go on from.
    private static string[] Alone(string[] operations) =>
        [.. operations.Where(id => id.EndsWith(".get", StringComparison.Ordinal))];

    private static Deviation Wrong(
        string rule, string name, string breaks, string[] operations, string member, Func<JsonNode?> value) =>
        new(name, breaks, "untyped servers") { Rules = [rule], Bend = Answering.With(operations, member, value) };
}

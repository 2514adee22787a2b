using static Conformance.Contract.OperationGroup;
using static Conformance.Contract.Snapshot;

namespace Conformance.Contract;

/// <summary>Messages, Batches, Models, Files, Skills and Completions.</summary>
internal static class InferenceOperations
{
    // max_tokens 1: the least that a message can cost.
    private const string Message = """{"model":"{model}","max_tokens":1,"messages":[{"role":"user","content":"Hi"}]}""";
    private const string Count = """{"model":"{model}","messages":[{"role":"user","content":"Hi"}]}""";
    private const string UnknownCompletion =
        """{"model":"claude-conformance-no-such-model","max_tokens_to_sample":1,"prompt":"\n\nHuman: Hi\n\nAssistant:"}""";

    private static readonly Section Messages2024 = new(Messages, June2024, "/v1/messages");
    private static readonly Section Messages2025 = new(Messages, August2025, "/v1/messages");
    private static readonly Section OfBatches = new(Batches, May2025, "/v1/messages/batches");
    private static readonly Section OfModels = new(Models, May2025, "/v1/models");
    private static readonly Section OfFiles = new(Files, May2025, "/v1/files") { Beta = KnownBetas.Files };
    private static readonly Section OfSkills = new(Skills, November2025, "/v1/skills") { Beta = KnownBetas.Skills };
    private static readonly Section OfCompletions = new(Completions, May2025, "/v1/complete");

    /// <summary>All of them.</summary>
    public static IReadOnlyList<Operation> All { get; } =
    [
        Messages2024.Generate("messages.create", "", Message) with { Size = SizeGroup.Standard },
        Messages2025.Generate("messages.count_tokens", "/count_tokens", Count) with { Size = SizeGroup.Standard },

        OfBatches.Create("batches.create", "", """{"requests":[]}""") with
        {
            Size = SizeGroup.Batch,
            RemovedBy = ["batches.cancel", "batches.delete"],
        },
        OfBatches.Read("batches.list", "") with { PagesById = true },
        OfBatches.Get("batches.get", "/{message_batch_id}"),
        OfBatches.Act("batches.cancel", "/{message_batch_id}/cancel"),
        OfBatches.Delete("batches.delete", "/{message_batch_id}"),
        OfBatches.Get("batches.results", "/{message_batch_id}/results") with { Returns = MediaTypes.JsonLines },

        OfModels.Read("models.list", "") with { PagesById = true },
        OfModels.Get("models.get", "/{model_id}"),

        OfFiles.Upload("files.upload", "") with { Size = SizeGroup.Files, RemovedBy = ["files.delete"] },
        OfFiles.Read("files.list", ""),
        OfFiles.Get("files.get", "/{file_id}"),
        OfFiles.Delete("files.delete", "/{file_id}"),
        OfFiles.Get("files.content", "/{file_id}/content") with { Returns = "application/octet-stream" },

        OfSkills.Upload("skills.create", "") with { RemovedBy = ["skills.delete"] },
        OfSkills.Read("skills.list", ""),
        OfSkills.Get("skills.get", "/{skill_id}"),
        OfSkills.Delete("skills.delete", "/{skill_id}"),
        OfSkills.UploadTo("skills.versions.create", "/{skill_id}/versions") with { RemovedBy = ["skills.versions.delete"] },
        OfSkills.Get("skills.versions.list", "/{skill_id}/versions"),
        OfSkills.Get("skills.versions.get", "/{skill_id}/versions/{version}"),
        OfSkills.Delete("skills.versions.delete", "/{skill_id}/versions/{version}"),

        OfCompletions.Update("completions.create", "", UnknownCompletion),
    ];
}

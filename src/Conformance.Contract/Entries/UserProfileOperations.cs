using static Conformance.Contract.OperationGroup;
using static Conformance.Contract.Snapshot;

namespace Conformance.Contract;

/// <summary>User Profiles.</summary>
internal static class UserProfileOperations
{
    private const string NoSuchType = """{"access_type":"conformance-no-such-type"}""";
    private const string Enroll = """{"action":{"type":"enroll_end_user"}}""";

    private static readonly Section Profiles = new(UserProfiles, October2026, "/v1/user_profiles");

    /// <summary>All of them.</summary>
    public static IReadOnlyList<Operation> All { get; } =
    [
        Profiles.Create("user_profiles.create", "", NoSuchType) with { RemovedBy = ["user_profiles.delete"] },
        Profiles.Read("user_profiles.list", ""),
        Profiles.Get("user_profiles.get", "/{user_profile_id}"),
        Profiles.Update("user_profiles.update", "/{user_profile_id}", """{"name":"conformance"}"""),
        Profiles.Delete("user_profiles.delete", "/{user_profile_id}"),
        Profiles.Update("user_profiles.action_urls", "/{user_profile_id}/action_urls", Enroll),
    ];
}

using Conformance.Contract;
using FluentAssertions;
using NUnit.Framework;

namespace Conformance.SelfTests.Contract;

/// <summary>The dated states of the contract: their order, their versions and their errors.</summary>
public sealed class TheSnapshots
{
    [Test]
    public void Are_in_the_order_of_their_dates()
    {
        Snapshot.All.Select(snapshot => $"{snapshot.Id} {snapshot.Title}").Should().Equal(
            "2024-06 API overview, 2024-06",
            "2025-05 API overview, 2025-05",
            "2025-08 API overview, 2025-08",
            "2025-11 API overview, 2025-11",
            "2026-10 API documentation, 2026-10");
        Snapshot.Newest.Should().BeSameAs(Snapshot.October2026);
        Snapshot.May2025.ToString().Should().Be("2025-05");
    }

    [Test]
    public void Add_to_the_older_ones()
    {
        foreach (var (older, newer) in Snapshot.All.Zip(Snapshot.All.Skip(1)))
        {
            newer.Includes(older).Should().BeTrue();
            newer.Includes(newer).Should().BeTrue();
            older.Includes(newer).Should().BeFalse();
            (older < newer, newer < older, older < Again(older)).Should().Be((true, false, false));
            (newer > older, older > newer, older > Again(older)).Should().Be((true, false, false));
            (older <= newer, newer <= older, older <= Again(older)).Should().Be((true, false, true));
            (newer >= older, older >= newer, older >= Again(older)).Should().Be((true, false, true));
        }

        Snapshot.June2024.CompareTo(null).Should().BePositive();
    }

    [Test]
    public void Are_read_by_id()
    {
        Snapshot.Parse("2025-08").Should().BeSameAs(Snapshot.August2025);
        ((Action)(() => Snapshot.Parse("2025-09"))).Should().Throw<FormatException>()
            .WithMessage("'2025-09' is not a snapshot of the contract; it is one of 2024-06, 2025-05, 2025-08, 2025-11, 2026-10");
    }

    [Test]
    public void Document_one_version_until_October_2026_and_two_since()
    {
        ApiVersions.In(Snapshot.November2025).Should().Equal("2023-06-01");
        ApiVersions.In(Snapshot.October2026).Should().Equal("2023-06-01", "2026-10-21");
    }

    [TestCase(400, "invalid_request_error")]
    [TestCase(401, "authentication_error")]
    [TestCase(402, "billing_error")]
    [TestCase(403, "permission_error")]
    [TestCase(404, "not_found_error")]
    [TestCase(405, "invalid_request_error")]
    [TestCase(409, "conflict_error")]
    [TestCase(413, "request_too_large")]
    [TestCase(422, "invalid_request_error")]
    [TestCase(429, "rate_limit_error")]
    [TestCase(499, "invalid_request_error")]
    [TestCase(500, "api_error")]
    [TestCase(503, "api_error")]
    [TestCase(504, "timeout_error")]
    [TestCase(529, "overloaded_error")]
    public void An_error_has_the_type_of_its_status(int status, string type) => ErrorTypes.For(status).Should().Be(type);

    private static Snapshot Again(Snapshot snapshot) => snapshot with { Title = "again" };
}

using Conformance.Reporting.Text;
using FluentAssertions;
using NUnit.Framework;

namespace Conformance.SelfTests.Reports.Outputs;

/// <summary>A message that is too long for the console keeps the clause that says why.</summary>
public sealed class ShortTextTests
{
    [TestCase("short; and its end", "short; and its end")]
    [TestCase("a text of many words that has no other clause at all", "a text of many words that has no other c…")]
    [TestCase("expected 200 to so many bytes, but it came to 413; it turns at 102,400", "expected 200 to so m…; it turns at 102,400")]
    [TestCase("a word; and a clause at the end that is longer than everything together", "a word; and a clause at the end that is …")]
    public void It_is_cut_before_its_end(string text, string shown) => ShortText.BeforeTheEnd(text, 40).Should().Be(shown);
}

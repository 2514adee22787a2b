namespace Conformance.Contract;

/// <summary>How much two names differ (Levenshtein): for saying what was probably meant where a name is not known.</summary>
public static class EditDistance
{
    /// <summary>The least number of letters to put in, take out or replace that makes one name the other. Case counts.</summary>
    public static int Between(string left, string right)
    {
        var row = Enumerable.Range(0, right.Length + 1).ToArray();
        for (var i = 1; i <= left.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= right.Length; j++)
            {
                var above = row[j];
                row[j] = left[i - 1] == right[j - 1] ? diagonal : 1 + Math.Min(diagonal, Math.Min(above, row[j - 1]));
                diagonal = above;
            }
        }

        return row[^1];
    }
}

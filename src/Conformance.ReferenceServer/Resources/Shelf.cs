using System.Globalization;
using System.Text.Json.Nodes;
using Conformance.Reference.Pipeline;

namespace Conformance.Reference.Resources;

/// <summary>The resources of one collection, newest first. Of those created the last thousand are kept.</summary>
internal sealed class Shelf
{
    private const int Kept = 1_000;

    private readonly List<JsonObject> items;
    private int created;

    /// <summary>Begins with the seeds of the collection.</summary>
    public Shelf(Collection collection)
    {
        Collection = collection;
        items = [.. collection.Seeds.Select(seed => (JsonObject)seed.DeepClone())];
    }

    /// <summary>What the resources are.</summary>
    public Collection Collection { get; }

    /// <summary>The time now, as the API writes it.</summary>
    public static string Now => Timestamp(DateTimeOffset.UtcNow);

    /// <summary>A time as the API writes it.</summary>
    public static string Timestamp(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);

    /// <summary>The resources that hold these ids; ids that the collection does not know are not looked at.</summary>
    public IEnumerable<JsonObject> All(IReadOnlyDictionary<string, string> ids) => items.Where(item => Holds(item, ids));

    /// <summary>The newest resource that holds these ids; null where none does.</summary>
    public JsonObject? Find(IReadOnlyDictionary<string, string> ids) => items.Find(item => Holds(item, ids));

    /// <summary>A resource as the template has it, not yet added.</summary>
    public JsonObject New() => New(Collection.Template);

    /// <summary>An object as a template has it, with an id of this collection.</summary>
    public JsonObject New(JsonObject template)
    {
        var item = (JsonObject)template.DeepClone();
        foreach (var (name, value) in item.ToList())
        {
            item[name] = value switch
            {
                JsonValue text when text.TryGetValue<string>(out var placeholder) => Fill(placeholder),
                JsonObject inner => New(inner),
                _ => value?.DeepClone(),
            };
        }

        return item;
    }

    /// <summary>Adds a resource.</summary>
    public void Add(JsonObject item)
    {
        items.Insert(0, item);
        if (++created > Kept)
        {
            items.RemoveAt(--created);
        }
    }

    /// <summary>Removes a resource.</summary>
    public void Remove(JsonObject item)
    {
        var index = items.IndexOf(item);
        items.RemoveAt(index);
        created -= index < created ? 1 : 0;
    }

    private string Fill(string placeholder) => placeholder switch
    {
        "$id" => Identifiers.New(Collection.Prefix),
        "$now" => Now,
        "$later" => Timestamp(DateTimeOffset.UtcNow.AddDays(1)),
        _ => placeholder,
    };

    private bool Holds(JsonObject item, IReadOnlyDictionary<string, string> ids)
    {
        foreach (var (key, id) in ids)
        {
            if (Collection.Keys.TryGetValue(key, out var member) && item[member]?.GetValue<string>() != id)
            {
                return false;
            }
        }

        return true;
    }
}

using System.Reflection;
using System.Text.Json;

namespace Conformance.Reference.Resources;

/// <summary>Every resource of a server, in memory. What touches it holds <see cref="Gate"/>.</summary>
internal sealed class Store
{
    private static readonly IReadOnlyDictionary<string, Collection> Collections = Load();

    private readonly Dictionary<string, Shelf> shelves = [];
    private readonly Dictionary<string, Shelf> owners = [];

    /// <summary>Fills a store with the seeds.</summary>
    public Store()
    {
        foreach (var (name, collection) in Collections)
        {
            var shelf = new Shelf(collection);
            shelves.Add(name, shelf);
            if (collection.Also is not null)
            {
                shelves.Add(collection.Also, shelf);
            }

            if (collection.Keys.Count == 1 && collection.Keys.First().Value == "id")
            {
                owners.Add(collection.Keys.First().Key, shelf);
            }
        }
    }

    /// <summary>One request at a time.</summary>
    public Lock Gate { get; } = new();

    /// <summary>Whether there is a collection of this name.</summary>
    public bool Contains(string name) => shelves.ContainsKey(name);

    /// <summary>The resources of a collection, by the name that operations have it by.</summary>
    public Shelf this[string name] => shelves[name];

    /// <summary>Whether an id names a resource; an id whose kind has no collection of its own always does.</summary>
    /// <param name="key">The kind of id, as path templates name it: <c>workspace_id</c>.</param>
    /// <param name="id">The id.</param>
    public bool Has(string key, string id) =>
        !owners.TryGetValue(key, out var owner) || owner.Find(new Dictionary<string, string> { [key] = id }) is not null;

    /// <summary>Whether resources of this kind of id have a collection of their own.</summary>
    public bool Owns(string key) => owners.ContainsKey(key);

    private static Dictionary<string, Collection> Load()
    {
        var all = new Dictionary<string, Collection>();
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web);
        var assembly = Assembly.GetExecutingAssembly();
        foreach (var resource in assembly.GetManifestResourceNames().Where(name => name.EndsWith(".json", StringComparison.Ordinal)))
        {
            using var stream = assembly.GetManifestResourceStream(resource)!;
            foreach (var (name, collection) in JsonSerializer.Deserialize<Dictionary<string, Collection>>(stream, options)!)
            {
                all.Add(name, collection);
            }
        }

        return all;
    }
}

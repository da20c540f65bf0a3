using System.Text.Json;
using Patella.Platform.Storage;
using Patella.Service.Edge;

namespace Patella.Service.Tenants;

/// <summary>
/// One section of the settings document, such as <c>units</c> or <c>staff</c>. A capability owns its section; Settings puts them together, so that
/// a whole tenant's settings are one readable file, loaded all or nothing.
/// </summary>
public interface ISettingsSection
{
    /// <summary>The member's name in the document.</summary>
    string Name { get; }

    /// <summary>Reads and checks the section outside the transaction; slow work (hashing) belongs here. Errors go into <paramref name="check"/> with pointers.</summary>
    Task<object> Prepare(JsonElement section, SettingsContext context, Validation check);

    /// <summary>Saves what <see cref="Prepare"/> made. Saving the same twice changes nothing.</summary>
    Task Save(ITransaction transaction, object prepared);

    /// <summary>The section of the tenant as it stands, without secrets.</summary>
    Task<object> Export(IReader reader);
}

/// <summary>What sections need to know of each other: the unit codes there will be once the document is loaded.</summary>
public sealed record SettingsContext(IReadOnlySet<string> UnitCodes);

/// <summary>A section that is a list of requests of one type.</summary>
public abstract class ListSection<TRequest, TValue> : ISettingsSection
    where TRequest : class
{
    public abstract string Name { get; }

    public virtual async Task<object> Prepare(JsonElement section, SettingsContext context, Validation check)
    {
        if (section.ValueKind != JsonValueKind.Array)
        {
            check.Must(false, "/" + Name, "Must be a list.");
            return new List<TValue>();
        }

        var requests = section.Deserialize<List<TRequest?>>(Json.Options)!;
        for (var index = 0; index < requests.Count; index++)
        {
            if (requests[index] is { } request)
            {
                Check(request, context, $"/{Name}/{index}", check);
            }
            else
            {
                check.Must(false, $"/{Name}/{index}", "Must not be null.");
            }
        }

        return check.Failed ? new List<TValue>() : await Convert(requests!);
    }

    public async Task Save(ITransaction transaction, object prepared)
    {
        foreach (var value in (List<TValue>)prepared)
        {
            await SaveOne(transaction, value);
        }
    }

    public abstract Task<object> Export(IReader reader);

    protected abstract void Check(TRequest request, SettingsContext context, string at, Validation into);

    protected virtual Task<object> Convert(List<TRequest> requests) => Task.FromResult<object>(requests.ConvertAll(ToValue));

    protected abstract TValue ToValue(TRequest request);

    protected abstract Task SaveOne(ITransaction transaction, TValue value);
}

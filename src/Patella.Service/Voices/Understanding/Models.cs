using System.Collections.Concurrent;
using Patella.Kernel.Learning;
using Patella.Kernel.Learning.BuiltIn;
using Patella.Platform.Identifiers;
using Patella.Platform.Segments;

namespace Patella.Service.Voices.Understanding;

/// <summary>The models of tenants: their bytes are segments, a few stay in memory.</summary>
internal sealed class Models(ISegments segments)
{
    /// <summary>A model takes about 15 MB.</summary>
    private const int MostKept = 8;

    private readonly ConcurrentDictionary<string, VoiceModel> _kept = new();

    public async Task Keep(TenantId tenant, VoiceModel model)
    {
        using var bytes = new MemoryStream(model.Save());
        await segments.Put(tenant, KeyOf(model.Hash), bytes);
    }

    /// <summary>The model of a hash; the built-in one for null.</summary>
    /// <exception cref="InvalidOperationException">It is not here: the segments were not restored with the store.</exception>
    public async Task<VoiceModel> Find(TenantId tenant, string? hash)
    {
        if (hash is null)
        {
            return BuiltInVoices.Model;
        }

        if (_kept.TryGetValue(hash, out var kept))
        {
            return kept;
        }

        await using var stream = await segments.Get(tenant, KeyOf(hash)) ?? throw new InvalidOperationException($"The model {hash} is not among the segments.");
        using var bytes = new MemoryStream();
        await stream.CopyToAsync(bytes);
        var model = VoiceModel.Load(bytes.GetBuffer().AsSpan(0, (int)bytes.Length));
        if (_kept.Count >= MostKept)
        {
            _kept.Clear();
        }

        return _kept.GetOrAdd(hash, model);
    }

    private static string KeyOf(string hash) => "voice-model/" + hash;
}

using Patella.Platform.Identifiers;

namespace Patella.Service.Voices.Reading;

/// <summary>Understands nothing: every voice is outside the tree. Stands in where no other understanding is registered.</summary>
internal sealed class NoUnderstanding : IVoiceUnderstanding
{
    public Task<IVoiceReading> Reading(TenantId tenant, string? model, IVoiceReading? before) => Task.FromResult<IVoiceReading>(new Nothing());

    public Task<IReadOnlyDictionary<string, string>> Titles(TenantId tenant, string language) => Task.FromResult<IReadOnlyDictionary<string, string>>(new Dictionary<string, string>());

    public Task<IReadOnlySet<long>> Corrected(TenantId tenant, IReadOnlyCollection<long> positions) => Task.FromResult<IReadOnlySet<long>>(new HashSet<long>());

    private sealed class Nothing : IVoiceReading
    {
        public Understood Read(ReadOnlySpan<byte> utf8, long minute) => new("", "", 0, 0, 0, "und", 0, 1);
    }
}

using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Patella.Service.Voices.Blocks;
using Patella.Service.Voices.Engine;
using Patella.Service.Voices.Reading;
using Patella.Service.Voices.Understanding;

namespace Patella.Service.Voices;

/// <summary>Everything that is said about the marketplace: taken in, understood, counted, kept, and read.</summary>
public static class VoicesModule
{
    public static IServiceCollection AddVoices(this IServiceCollection services)
    {
        services.TryAddSingleton<IVoiceUnderstanding, NoUnderstanding>();
        AddEngine(services);
        services.AddUnderstanding();
        return services.AddSingleton<ITenantWorker, EngineWorker>();
    }

    internal static void AddEngine(IServiceCollection services)
    {
        services.AddSingleton<VoiceLog>().AddSingleton<BlockCatalogue>().AddSingleton<BlockReader>().AddSingleton<VoicePieces>().AddSingleton<VoiceRetention>();
        services.AddSingleton<VoiceTails>().AddSingleton<VoiceParts>().AddSingleton<VoiceViews>().AddSingleton<EngineParts>();
        services.AddSingleton<LabelledVoices, LabelledReader>();
    }
}

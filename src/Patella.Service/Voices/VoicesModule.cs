using Microsoft.Extensions.DependencyInjection;

namespace Patella.Service.Voices;

/// <summary>Everything that is said about the marketplace: taken in, understood, counted, kept, and read.</summary>
public static class VoicesModule
{
    public static IServiceCollection AddVoices(this IServiceCollection services) => services.AddSingleton<VoiceLog>();
}

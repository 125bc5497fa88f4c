using System.Text.Json;
using FunctionsPipeline.Providers.Http;

namespace FunctionsPipeline.Providers.Xai;

/// <summary>What xAI charged, in its own unit, which is also ours: ticks of 1e-10 USD.</summary>
internal static class XaiUsage
{
    public static long? ChargedTicks(JsonElement body) => body.Object("usage")?.Count("cost_in_usd_ticks");
}

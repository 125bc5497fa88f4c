using System.Net;
using System.Text;
using System.Text.Json;

namespace FunctionsPipeline.Simulator.Tests.OpenAi;

/// <summary>Asks OpenAI, with a key, and the server that imitates it, without one.</summary>
internal static class OpenAiClient
{
    public static async Task<HttpResponseMessage> PostAsync(this SimulatorUnderTest simulator, string provider, string path, string json)
    {
        using var client = provider == "openai" ? simulator.CreateClient("Bearer", "test-key") : simulator.CreateClient(null, null);
        return await client.PostAsync($"{provider}/v1/{path}", new StringContent(json, Encoding.UTF8, "application/json"));
    }

    public static async Task<JsonElement> AskAsync(this SimulatorUnderTest simulator, string provider, string path, string json)
    {
        using var response = await simulator.PostAsync(provider, path, json);
        response.StatusCode.ShouldBe(HttpStatusCode.OK, await response.Content.ReadAsStringAsync());
        return await SimulatorUnderTest.ReadAsync(response);
    }

    /// <summary>A refused order, its status checked.</summary>
    /// <returns>The object under <c>error</c>.</returns>
    public static async Task<JsonElement> FailAsync(this SimulatorUnderTest simulator, string provider, string path, string json, int status)
    {
        using var response = await simulator.PostAsync(provider, path, json);
        ((int)response.StatusCode).ShouldBe(status, await response.Content.ReadAsStringAsync());
        return (await SimulatorUnderTest.ReadAsync(response)).GetProperty("error");
    }
}

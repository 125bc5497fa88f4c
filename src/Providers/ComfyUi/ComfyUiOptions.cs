using FunctionsPipeline.Providers.Http;

namespace FunctionsPipeline.Providers.ComfyUi;

/// <summary>Where a ComfyUI server is and what it runs. A class, not a record: its text must never show the key.</summary>
/// <param name="key">Key of a proxy before the server; empty for none, since ComfyUI itself knows no keys.</param>
public sealed class ComfyUiOptions(string key = "")
{
    /// <summary>Sent as a bearer token, when there is one.</summary>
    public string Key { get; } = key;

    /// <summary>Base URL. Without a key, plain http is fine anywhere: there is nothing to overhear but prompts.</summary>
    /// <value><c>http://127.0.0.1:8188</c>.</value>
    public Uri BaseUrl { get; init; } = new("http://127.0.0.1:8188");

    /// <summary>Allows a key to be sent over plain http to other hosts.</summary>
    /// <value>False.</value>
    public bool AllowPlainHttp { get; init; }

    /// <summary>Timeouts, retries of questions, circuit breaker.</summary>
    public ProviderHttpOptions Http { get; init; } = new();

    /// <summary>
    /// The workflow that makes the images, as ComfyUI exports it with "Export (API)", with placeholders as values: <c>{{prompt}}</c>, and
    /// as far as the workflow has a use for them <c>{{negativePrompt}}</c>, <c>{{model}}</c>, <c>{{seed}}</c>, <c>{{width}}</c>,
    /// <c>{{height}}</c>, <c>{{count}}</c> and <c>{{order}}</c>, which is another text for each order.
    /// </summary>
    /// <value>A checkpoint, a sampler, a saved image.</value>
    public string Workflow { get; init; } = ComfyUiWorkflow.Default;

    /// <summary>Most images of one order.</summary>
    /// <value>8.</value>
    public int CountMax { get; init; } = 8;
}

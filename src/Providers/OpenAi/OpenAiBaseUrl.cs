namespace FunctionsPipeline.Providers.OpenAi;

/// <summary>Base URLs as people write them: some tools want the version in it, some add it.</summary>
internal static class OpenAiBaseUrl
{
    /// <summary>Adds <c>/v1</c>, unless the path names a version already: <c>/v1</c>, <c>/api/v3</c>, <c>/v1beta/openai</c>.</summary>
    public static Uri WithVersion(Uri baseUrl)
    {
        if (!baseUrl.IsAbsoluteUri || baseUrl.Segments.Any(IsVersion)) return baseUrl;
        return new UriBuilder(baseUrl) { Path = baseUrl.AbsolutePath.TrimEnd('/') + "/v1" }.Uri;
    }

    private static bool IsVersion(string segment) => segment.Length > 1 && segment[0] == 'v' && char.IsAsciiDigit(segment[1]);
}

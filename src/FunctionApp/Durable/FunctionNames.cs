namespace FunctionsPipeline.FunctionApp;

/// <summary>The names of orchestrators and activities as Azure allows them: no dots.</summary>
internal static class FunctionNames
{
    public static string Of(string name) => name.Replace('.', '_');
}

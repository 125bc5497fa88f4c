#!/usr/bin/env bash
# Compiles and lints infra/ with the real Bicep compiler, every linter rule an error. Needs no subscription and no sign-in.
# The compiler is fetched once, as a NuGet package, into artifacts/bicep; FP_BICEP names another one, such as that of az or azd.
set -euo pipefail
. "$(dirname "$(readlink -f "$0")")/setup.sh"
cd "$root"

version=0.49.2
bicep=${FP_BICEP:-}

fetch_bicep() {
  local platform folder=$root/artifacts/bicep
  case "$(uname -s)-$(uname -m)" in
    Linux-x86_64) platform=linux-x64 ;;
    Linux-aarch64) platform=linux-arm64 ;;
    Darwin-x86_64) platform=osx-x64 ;;
    Darwin-arm64) platform=osx-arm64 ;;
    *) echo "No Bicep compiler is packaged for $(uname -sm). Install one (https://aka.ms/bicep-install) and name it in FP_BICEP." >&2; exit 1 ;;
  esac
  bicep=$folder/azure.bicep.commandline.$platform/$version/tools/bicep
  [ -e "$bicep" ] && return 0
  need_dotnet
  mkdir -p "$folder/restore"
  # Away from the repository's build settings, which say nothing about tools.
  echo '<Project />' | tee "$folder/restore/Directory.Build.props" > "$folder/restore/Directory.Packages.props"
  cat > "$folder/restore/bicep.csproj" <<PROJECT
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup>
  <ItemGroup><PackageDownload Include="Azure.Bicep.CommandLine.$platform" Version="[$version]" /></ItemGroup>
</Project>
PROJECT
  NUGET_PACKAGES=$folder dotnet restore -v quiet "$folder/restore/bicep.csproj" >&2 && [ -e "$bicep" ] || {
    echo "The Bicep compiler $version (NuGet package Azure.Bicep.CommandLine.$platform) could not be fetched, so infra/ was NOT checked." >&2
    echo "With a feed that has it, run this again; or install one (https://aka.ms/bicep-install) and name it in FP_BICEP." >&2
    exit 1
  }
  chmod +x "$bicep"
}

[ -n "$bicep" ] || fetch_bicep
# It is a .NET program, and a machine may have no ICU.
export DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1

findings=$(mktemp)
trap 'rm -f "$findings"' EXIT
checked=0
# Warnings count as errors: whatever the compiler says is a finding.
check() {
  "$bicep" "$@" 2>>"$findings" >/dev/null || [ -s "$findings" ] || echo "bicep $* failed and said nothing." >>"$findings"
  checked=$((checked + 1))
}
for file in infra/*.bicep; do
  check lint "$file"
  "$bicep" format "$file" --stdout | cmp -s - "$file" || echo "$file is not formatted; run: bicep format $file" >>"$findings"
done
for file in infra/main.bicep infra/frame-result-events.bicep; do check build "$file" --stdout; done
for file in infra/*.bicepparam; do check build-params "$file" --stdout; done
[ -s "$findings" ] || { echo "$checked checks of infra/ passed ($("$bicep" --version))."; exit 0; }
sort -u "$findings" >&2
echo "infra/ has findings." >&2
exit 1

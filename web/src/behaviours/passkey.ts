// A form whose button asks the device for a passkey before it is sent. The server says what is
// asked (`data-options-url`); without scripts, or on devices without passkeys, the form stays hidden.

type ServerOptions = { publicKey: Record<string, any> };

const decodeBase64Url = (text: string): ArrayBuffer =>
  Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (sign) => sign.charCodeAt(0)).buffer;

const encodeBase64Url = (found: ArrayBuffer | null): string =>
  btoa(String.fromCharCode(...new Uint8Array(found ?? new ArrayBuffer())))
    .replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");

const decodeIds = (keys: { id: string }[] = []) => keys.map((key) => ({ ...key, id: decodeBase64Url(key.id) }));

const decodeOptions = ({ publicKey }: ServerOptions): any => ({
  ...publicKey,
  challenge: decodeBase64Url(publicKey.challenge),
  ...(publicKey.user && { user: { ...publicKey.user, id: decodeBase64Url(publicKey.user.id) } }),
  ...(publicKey.excludeCredentials && { excludeCredentials: decodeIds(publicKey.excludeCredentials) }),
  ...(publicKey.allowCredentials && { allowCredentials: decodeIds(publicKey.allowCredentials) }),
});

const credentialJson = (key: PublicKeyCredential): string => {
  const answer = key.response as any;
  const parts = ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"];
  const response = Object.fromEntries(parts.filter((name) => answer[name]).map((name) => [name, encodeBase64Url(answer[name])]));
  return JSON.stringify({
    id: key.id, rawId: encodeBase64Url(key.rawId), type: key.type, response,
    clientExtensionResults: key.getClientExtensionResults(),
  });
};

class Passkey extends HTMLElement {
  connectedCallback(): void {
    if (!window.PublicKeyCredential) return;
    this.hidden = false;
    this.addEventListener("click", (event) => {
      const button = (event.target as Element).closest("button");
      if (!button?.form) return;
      event.preventDefault();
      this.#ask(button.form);
    });
  }

  async #ask(form: HTMLFormElement): Promise<void> {
    try {
      const asks = new FormData(form);
      asks.delete("once"); // that key is for what the form does, not for asking
      const answer = await fetch(this.dataset.optionsUrl!, { method: "POST", body: asks });
      const options = { publicKey: decodeOptions(await answer.json()) };
      const way = this.dataset.how === "create" ? "create" : "get";
      const key = (await navigator.credentials[way](options)) as PublicKeyCredential;
      form.querySelector<HTMLInputElement>("[name=credential]")!.value = credentialJson(key);
      form.submit();
    } catch {
      this.querySelector<HTMLElement>("[data-failed]")!.hidden = false; // they said no, or have none here
    }
  }
}

customElements.define("amparo-passkey", Passkey);
